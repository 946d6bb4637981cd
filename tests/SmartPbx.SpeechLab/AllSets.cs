using System.Globalization;

namespace SmartPbx.SpeechLab;

/// <summary>One table over all sets and voices: a row per set and voice, held-out sets marked and summed by themselves.</summary>
public static class AllSets
{
    /// <summary>The voice that writes instead of speaking: what is left of the mistakes when every word is understood.</summary>
    public const string Text = "text";

    public static async Task RunAsync(IReadOnlyList<string> voices, TextWriter output)
    {
        output.WriteLine("| set | voice | known | unknown | wrong of all | needless of known | word error known | word error unknown |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        var (tuned, heldOut) = (new DecisionTable(), new DecisionTable());
        foreach (var set in EvaluationSet.All)
        {
            await using var chain = await LocalChain.StartAsync(KnowledgeFiles.Read(set.Knowledge, LocalChain.Tenant), prewarm: voices.Any(v => v != Text));
            var table = new DecisionTable();
            foreach (var voice in voices)
            {
                foreach (var (question, answer) in QuestionSet.Read(set.Questions).All)
                {
                    var decision = voice == Text ? await chain.DecideByTextAsync(question) : await chain.DecideAsync(question, voice);
                    table.Add(voice, answer, decision);
                    (set.HeldOut ? heldOut : tuned).Add(voice, answer, decision);
                }
                output.WriteLine(Row(set.HeldOut ? set.Name + " (held out)" : set.Name, voice, table));
                output.Flush();
            }
        }
        foreach (var voice in voices)
            output.WriteLine(Row("all tuned on", voice, tuned));
        foreach (var voice in voices)
            output.WriteLine(Row("**all held out**", voice, heldOut));
    }

    private static string Row(string set, string voice, DecisionTable table)
    {
        var (right, wrong, needless, alert) = (table.Count(voice, "right"), table.Count(voice, "wrong"), table.Count(voice, "needless"), table.Count(voice, "alert"));
        var known = table.Known(voice);
        return string.Create(CultureInfo.InvariantCulture,
            $"| {set} | {voice} | {known} | {right + wrong + needless + alert - known} | {Share(wrong, right + wrong + needless + alert)} | {Share(needless, known)} | {table.WordError(voice, known: true):P0} | {table.WordError(voice, known: false):P0} |");
    }

    private static string Share(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{part} ({100.0 * part / Math.Max(1, whole):F0} %)");
}
