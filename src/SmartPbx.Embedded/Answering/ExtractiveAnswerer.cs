using System.Runtime.CompilerServices;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Embedded.Answering;

/// <summary>
/// The local stand-in for a language model: it quotes the best item of the evidence and says how well the item fits the question.
/// It invents nothing, so its confidence is about the choice of the item alone: the index's score, which weighs what of the question the item explains and
/// what of the item the question mentions, lowered when another item with another answer fits nearly as well.
/// </summary>
public sealed class ExtractiveAnswerer : IChatModel
{
    /// <summary>Lead over the runner-up from which the choice is clear.</summary>
    private const double ClearMargin = 0.08;

    /// <summary>What a tie costs.</summary>
    private const double TiePenalty = 0.3;

    public async IAsyncEnumerable<ChatDelta> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (request.Evidence.Count == 0)
        {
            yield return new ChatDelta("", 0);
            yield break;
        }
        var best = request.Evidence[0];
        foreach (var sentence in Sentences(best.Answer))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatDelta(sentence);
        }
        yield return new ChatDelta("", Confidence(best, request.Evidence));
    }

    private static double Confidence(KnowledgeHit best, IReadOnlyList<KnowledgeHit> evidence)
    {
        var rival = evidence.FirstOrDefault(e => e.Answer != best.Answer)?.Score ?? 0;
        var tie = 1 - Math.Clamp((best.Score - rival) / ClearMargin, 0, 1);
        return Math.Clamp(best.Score * (1 - TiePenalty * tie), 0, 1);
    }

    // Delta by delta, as a model would, so that the first sentence is spoken while the next is prepared.
    private static IEnumerable<string> Sentences(string answer)
    {
        var start = 0;
        for (var i = 1; i + 1 < answer.Length; i++)
        {
            if (answer[i] != ' ' || answer[i - 1] is not ('.' or '!' or '?' or '。') || ContinuesSentence(answer[i + 1]))
                continue;
            yield return answer[start..(i + 1)];
            start = i + 1;
        }
        yield return answer[start..];
    }

    // "6 p.m. of the week"
    private static bool ContinuesSentence(char next) => char.IsAscii(next) && !char.IsUpper(next);
}
