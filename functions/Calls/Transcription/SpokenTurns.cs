using SmartPbx.Domain.Speech;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Calls.Transcription;

/// <summary>Turns from recognised words: one speaker's words are cut at pauses, then both speakers' turns are put in order of time.</summary>
internal static class SpokenTurns
{
    /// <summary>A silence this long ends a turn.</summary>
    public const int PauseMs = 700;

    public static IEnumerable<TranscriptTurn> Cut(Speaker speaker, Recognition recognition, long durationMs)
    {
        if (recognition.Words.Count == 0)
        {
            if (recognition.Text.Length > 0) yield return Turn(speaker, recognition.Text, 0, durationMs, recognition.Confidence);
            yield break;
        }
        var begin = 0;
        for (var next = 1; next <= recognition.Words.Count; next++)
        {
            if (next < recognition.Words.Count && recognition.Words[next].StartMs - recognition.Words[next - 1].EndMs < PauseMs) continue;
            yield return Turn(speaker, recognition.Words.Skip(begin).Take(next - begin).ToList());
            begin = next;
        }
    }

    public static IReadOnlyList<TranscriptTurn> Merge(params IEnumerable<TranscriptTurn>[] speakers) =>
        [.. speakers.SelectMany(turns => turns).OrderBy(turn => turn.StartMs).ThenBy(turn => turn.Speaker)];

    private static TranscriptTurn Turn(Speaker speaker, List<RecognizedWord> words) =>
        Turn(speaker, string.Join(' ', words.Select(word => word.Text)), words[0].StartMs, words[^1].EndMs, words.Average(word => word.Confidence));

    private static TranscriptTurn Turn(Speaker speaker, string text, long startMs, long endMs, double confidence) =>
        new() { Speaker = speaker, Text = text, StartMs = startMs, EndMs = endMs, Confidence = Math.Clamp(confidence, 0, 1) };
}
