using System.Globalization;
using System.Text;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Functions.Calls.Transcription;

/// <summary>The transcript as a text file: <c>[00:03.2] Caller: …</c>, a line per turn.</summary>
internal static class TranscriptText
{
    public static string Write(IEnumerable<TranscriptTurn> turns)
    {
        var text = new StringBuilder();
        foreach (var turn in turns)
        {
            var at = TimeSpan.FromMilliseconds(turn.StartMs);
            text.Append(CultureInfo.InvariantCulture, $"[{(int)at.TotalMinutes:00}:{at.Seconds:00}.{at.Milliseconds / 100}] {turn.Speaker}: {turn.Text}");
            if (turn.Interrupted) text.Append(" (interrupted)");
            text.Append('\n');
        }
        return text.ToString();
    }

    public static int CountWords(IEnumerable<TranscriptTurn> turns) =>
        turns.Sum(turn => turn.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
}
