using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>
/// Reads a transcript by speaker: a caller's question with what the person at the other end then stated, and statements that nobody asked for. The agent's turns are
/// left out: what it said came from the knowledge base, or reaches it as an operator's correction.
/// </summary>
internal static class Exchanges
{
    /// <summary>Turns of one speaker closer than this are one utterance.</summary>
    private const int SameUtteranceMs = 3_000;

    /// <summary>The other end may ask back so often before an answer no longer belongs to the question.</summary>
    private const int MaxAskedBack = 2;

    public static IEnumerable<Exchange> Find(IReadOnlyList<TranscriptTurn> turns)
    {
        TranscriptTurn? question = null;
        var askedBack = 0;
        foreach (var turn in Utterances(turns))
        {
            switch (turn.Speaker)
            {
                case Speaker.Caller when Phrases.IsQuestion(Wording.WithoutOpeners(turn.Text)):
                    (question, askedBack) = (turn, 0);
                    break;
                case Speaker.Caller when question is null || askedBack == 0:
                    question = null; // he has gone on to something else
                    break;
                case Speaker.Callee when Phrases.IsQuestion(Wording.WithoutOpeners(turn.Text)):
                    if (++askedBack > MaxAskedBack) question = null;
                    break;
                case Speaker.Callee:
                    yield return new Exchange(question?.Text, turn.Text, Math.Min(turn.Confidence, question?.Confidence ?? 1));
                    question = null;
                    break;
                case Speaker.Agent:
                    question = null; // answered from the knowledge base
                    break;
            }
        }
    }

    private static IEnumerable<TranscriptTurn> Utterances(IReadOnlyList<TranscriptTurn> turns)
    {
        TranscriptTurn? open = null;
        foreach (var turn in turns.Where(turn => turn.Text.Length > 0).OrderBy(turn => turn.StartMs))
        {
            if (open is not null && open.Speaker == turn.Speaker && turn.StartMs - open.EndMs < SameUtteranceMs && !open.Text.EndsWith('?'))
            {
                open = open with { Text = $"{open.Text} {turn.Text}", EndMs = turn.EndMs, Confidence = Math.Min(open.Confidence, turn.Confidence) };
                continue;
            }
            if (open is not null) yield return open;
            open = turn;
        }
        if (open is not null) yield return open;
    }
}
