using System.Text;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Agent;

/// <summary><c>POST agent/query</c>: what the agent would answer, how sure it is, and what it found.</summary>
internal static class AskAgent
{
    private const int TopK = 5;
    private const string DefaultLanguage = "en-US";
    private const string SystemPrompt = "You are the assistant of a company. Answer in one or two sentences from the evidence alone, and say honestly when it does not hold the answer.";

    public sealed record Request(string? Question, string? Language);

    public sealed record Reply(string Answer, double Confidence, IReadOnlyList<KnowledgeHit> Retrieved);

    public static async Task<IResult> HandleAsync(Request request, SignedIn user, IKnowledgeIndex index, IChatModel model, CancellationToken cancellationToken)
    {
        var question = request.Question?.Trim() ?? "";
        if (question.Length is 0 or > KnowledgeItem.MaxQuestionCharacters) return Problem.Invalid("question", $"1 to {KnowledgeItem.MaxQuestionCharacters} characters");
        var language = request.Language ?? DefaultLanguage;
        var hits = await index.SearchAsync(user.Tenant, new KnowledgeQuery { Text = question, TopK = TopK, Language = request.Language }, cancellationToken);
        var (text, own) = (new StringBuilder(), (double?)null);
        var asked = new ChatRequest { Tenant = user.Tenant, Language = language, System = SystemPrompt, Question = question, Evidence = hits };
        await foreach (var delta in model.AnswerAsync(asked, cancellationToken))
        {
            text.Append(delta.Text);
            own = delta.Confidence ?? own;
        }
        var retrieval = hits.Count == 0 ? 0 : hits[0].Score;
        return JsonAnswer.Of(new Reply(text.ToString().Trim(), Math.Min(retrieval, own ?? retrieval), hits));
    }
}
