using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary>
/// <c>POST hitl/feedback</c>: what the right answer is, after the call, or after the caller hung up while the operator typed. Needs no <c>knowledge:create</c>.
/// The same Idempotency-Key gives the same feedback.
/// </summary>
internal static class SubmitFeedback
{
    private const string DefaultLanguage = "en-US";

    public sealed record Request(string? AlertId, string? CallId, string? Question, string? Answer, string? OriginalQuestion, string? OriginalAnswer, string? Language,
        bool? SaveToKnowledge);

    public static async Task<IResult> HandleAsync(Request request, SignedIn user, HttpContext context, IDocumentStore store, IIdSource ids, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var (question, answer) = (request.Question?.Trim() ?? "", request.Answer?.Trim() ?? "");
        if (question.Length is < KnowledgeItem.MinQuestionCharacters or > KnowledgeItem.MaxQuestionCharacters)
            return Problem.Invalid("question", $"{KnowledgeItem.MinQuestionCharacters} to {KnowledgeItem.MaxQuestionCharacters} characters");
        if (answer.Length is 0 or > KnowledgeItem.MaxAnswerCharacters) return Problem.Invalid("answer", $"1 to {KnowledgeItem.MaxAnswerCharacters} characters");
        var alert = request.AlertId is null ? null : (await store.FindAlertAsync(user.Tenant, request.AlertId, cancellationToken))?.Value;
        if (request.AlertId is not null && alert is null) return Problem.NotFound("alert");
        if (request.CallId is not null && await store.FindCallAsync(user.Tenant, request.CallId, cancellationToken) is null) return Problem.NotFound("call");
        var feedback = new HitlFeedback
        {
            FeedbackId = IdempotencyKey.IdFor(context, user, ids), AlertId = alert?.AlertId, Operator = user.User, Type = "post_call",
            CallId = alert?.CallId ?? (request.CallId is null ? null : new CallId(request.CallId)), Question = question, Answer = answer,
            OriginalQuestion = alert?.Question ?? request.OriginalQuestion ?? question, OriginalAnswer = alert?.AiAnswer ?? request.OriginalAnswer,
            ConfidenceBefore = alert?.Confidence ?? 0, SaveToKnowledge = request.SaveToKnowledge ?? true,
            Language = alert?.Language ?? request.Language ?? DefaultLanguage,
        };
        var submitted = CloudEvent.Create(EventCatalogue.HitlFeedbackSubmitted, ids.NewId(), EventSource.Functions, user.Tenant,
            feedback.CallId?.Value ?? feedback.FeedbackId, clock.GetUtcNow(), feedback);
        await store.CommitAsync(new Partition(user.Tenant, FeedbackDocuments.Partition),
            [DocumentOperation.Create(FeedbackDocuments.Kind, feedback.FeedbackId, feedback), DocumentOperation.Publish(submitted)], cancellationToken);
        return JsonAnswer.Of(feedback, StatusCodes.Status202Accepted);
    }
}
