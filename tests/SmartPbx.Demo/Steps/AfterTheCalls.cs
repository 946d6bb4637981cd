using System.Text.Json.Nodes;
using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo.Steps;

/// <summary>What the calls left behind: CDR, files, transcript, knowledge, usage, webhooks; all read back from outside.</summary>
internal sealed class AfterTheCalls : IStep
{
    private const double SameAudio = 0.85, DurationToleranceMs = 150;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Title => "8. After the calls: CDR, recording, transcript, knowledge, usage, webhooks";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var calls = stage.Calls.Where(c => c.EndedAt > 0).ToList();
        long cost = 0;
        var files = 0;
        foreach (var call in calls)
        {
            var detail = await stage.Operator.PollAsync($"calls/{call.Id}", c => c["cdr"] is not null && c["recording_folder"] is not null && c["has_transcript"]!.GetValue<bool>()
                && c["cost_micros"] is not null, Patience, cancellationToken) ?? throw new StepFailedException($"call {call.Name} is not complete after {Patience.TotalSeconds} s");
            ExpectDuration(call, detail);
            cost += await UsageAsync(stage, call, detail, cancellationToken);
            files += ExpectFiles(stage, call, detail);
        }
        ExpectCdrs(stage, calls);
        stage.Show.Checked($"{calls.Count} calls: one CDR each, {files} files, usage adds up to the time from answer to BYE");
        await ExpectRecordingAsync(stage, calls.Last(c => c.Name == BridgedCall.CallName), cancellationToken);
        await ExpectTranscriptAsync(stage, calls, cancellationToken);
        await ExpectHeardOnlyAsync(stage, calls.Last(c => c.Name == BargeIn.CallName), cancellationToken);
        await ExpectExtractedAsync(stage, calls.Last(c => c.Name == BridgedCall.CallName), cancellationToken);
        await ExpectWebhooksAsync(stage, calls, cancellationToken);
        stage.Report.Add("files written", $"{files} in {calls.Count} call folders");
        stage.Report.Add("cost metered", $"{cost / 1_000_000.0:0.000000} USD");
    }

    private static void ExpectDuration(LiveCall call, JsonNode detail)
    {
        var (measured, recorded) = (Clock.Ms(call.AnsweredAt, call.EndedAt), detail["cdr"]!["duration_ms"]!.GetValue<long>());
        if (Math.Abs(measured - recorded) > DurationToleranceMs)
            throw new StepFailedException($"{call.Name}: the CDR says {recorded} ms from answer to BYE, the caller measured {measured:0} ms");
    }

    private static async Task<long> UsageAsync(Stage stage, LiveCall call, JsonNode detail, CancellationToken cancellationToken)
    {
        var usage = await stage.Operator.GetAsync($"calls/{call.Id}/usage", cancellationToken);
        var talked = usage["items"]!.AsArray().Where(r => r!["meter"]!.GetValue<string>() is "bridged_ms" or "agent_ms").Sum(r => r!["quantity"]!.GetValue<long>());
        var duration = detail["cdr"]!["duration_ms"]!.GetValue<long>();
        if (talked != duration) throw new StepFailedException($"{call.Name}: usage rows add up to {talked} ms, the call lasted {duration} ms");
        return usage["cost_micros"]!.GetValue<long>();
    }

    private static int ExpectFiles(Stage stage, LiveCall call, JsonNode detail)
    {
        var started = detail["started_at"]!.GetValue<DateTimeOffset>().UtcDateTime;
        var folder = detail["recording_folder"]!.GetValue<string>();
        var wanted = $"calls/{started:yyyy}/{started:MM}/{started:dd}/{call.Id}/";
        if (folder != wanted) throw new StepFailedException($"{call.Name}: folder {folder}, wanted {wanted}");
        var onDisk = Directory.EnumerateDirectories(stage.Product.DataFolder, call.Id, SearchOption.AllDirectories).Where(d => d.Contains("/demo/calls/", StringComparison.Ordinal)).ToList();
        if (onDisk.Count != 1) throw new StepFailedException($"{call.Name}: {onDisk.Count} folders demo/{wanted} on disk");
        var names = Directory.EnumerateFiles(onDisk[0]).Select(Path.GetFileName).ToHashSet();
        string[] required = ["caller.wav", "callee.wav", "mixed.wav", "transcript.txt", "metadata.json"];
        if (required.FirstOrDefault(n => !names.Contains(n)) is { } missing) throw new StepFailedException($"{call.Name}: {missing} is missing in {onDisk[0]}");
        return names.Count;
    }

    private static void ExpectCdrs(Stage stage, List<LiveCall> calls)
    {
        var lines = Directory.EnumerateFiles(stage.Product.DataFolder, "cdr*.jsonl", SearchOption.AllDirectories).SelectMany(ReadShared).Select(l => JsonNode.Parse(l)!["call_id"]!.GetValue<string>()).ToList();
        foreach (var call in calls)
            if (lines.Count(l => l == call.Id) is var count and not 1)
                throw new StepFailedException($"{call.Name}: {count} CDR lines, wanted exactly one");
    }

    private static List<string> ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task ExpectRecordingAsync(Stage stage, LiveCall call, CancellationToken cancellationToken)
    {
        var links = await stage.Operator.GetAsync($"calls/{call.Id}/recording", cancellationToken);
        async Task<double> Match(string side, string voice, string text) => SpectralMatch.Find(
            WaveFile.Read(await stage.Operator.DownloadAsync(links[side]!.GetValue<string>(), cancellationToken)).Channel(0), await Voices.FliteAsync(voice, text)).Score;
        var script = stage.Material.Scenario;
        var (caller, callee) = (await Match("caller", "slt", script.BridgedQuestion), await Match("callee", "rms", script.BridgedFact));
        var crossed = await Match("caller", "rms", script.BridgedFact);
        Expect.That(caller > SameAudio && callee > SameAudio && crossed < 0.6, "the recording has each voice on its own channel", $"match {caller:0.00} and {callee:0.00}, across {crossed:0.00}", stage.Show);
    }

    private static async Task ExpectTranscriptAsync(Stage stage, List<LiveCall> calls, CancellationToken cancellationToken)
    {
        var (errors, words) = (0, 0);
        foreach (var call in calls)
        {
            var turns = (await stage.Operator.GetAsync($"calls/{call.Id}/transcript", cancellationToken))["turns"]!.AsArray();
            if (turns.Count == 0) throw new StepFailedException($"{call.Name}: the transcript is empty");
            if (turns.Any(t => t!["end_ms"]!.GetValue<long>() < t["start_ms"]!.GetValue<long>())) throw new StepFailedException($"{call.Name}: a turn ends before it starts");
            if (call.SaidTexts.Count == 0) continue;
            var recognised = string.Join(" ", turns.Where(t => t!["speaker"]!.GetValue<string>() == "caller").Select(t => t!["text"]!.GetValue<string>()));
            var (e, w) = WordError.Count(string.Join(" ", call.SaidTexts), recognised);
            (errors, words) = (errors + e, words + w);
        }
        stage.Report.Add("word error of the caller's speech (all transcripts)", $"{100.0 * errors / words:0} % of {words} words");
        stage.Show.Checked("every transcript has speakers and times");
    }

    private static async Task ExpectHeardOnlyAsync(Stage stage, LiveCall call, CancellationToken cancellationToken)
    {
        var turns = (await stage.Operator.GetAsync($"calls/{call.Id}/transcript", cancellationToken))["turns"]!.AsArray();
        var interrupted = turns.FirstOrDefault(t => t!["interrupted"]?.GetValue<bool>() == true);
        var full = WordError.Words(stage.Material.LongestItem.Answer);
        var heard = WordError.Words(interrupted?["text"]!.GetValue<string>() ?? "");
        Expect.That(heard.Length > 3 && heard.Length < full.Length && full.Take(heard.Length).SequenceEqual(heard), "the history keeps only what was heard of the interrupted answer",
            $"{heard.Length} of {full.Length} words", stage.Show);
    }

    private static async Task ExpectExtractedAsync(Stage stage, LiveCall call, CancellationToken cancellationToken)
    {
        var fact = WordError.Words(stage.Material.Scenario.BridgedFact).Where(w => w.Length > 3).ToHashSet();
        bool Matches(JsonNode? item) => item!["call_id"]?.GetValue<string>() == call.Id && WordError.Words(item["answer"]!.GetValue<string>()).Count(fact.Contains) * 2 >= fact.Count;
        var all = await stage.Admin.PollAsync("knowledge?limit=500", k => k["items"]!.AsArray().Any(Matches), TimeSpan.FromSeconds(5), cancellationToken)
            ?? throw new StepFailedException($"the fact “{stage.Material.Scenario.BridgedFact}” was not extracted from the bridged call");
        var item = all["items"]!.AsArray().First(Matches)!;
        var status = item["status"]!.GetValue<string>();
        if (status == "active")
        {
            var found = await stage.Operator.PollAsync($"knowledge?query={Uri.EscapeDataString(item["question"]!.GetValue<string>())}",
                k => k["items"]!.AsArray().Any(i => i!["item_id"]!.GetValue<string>() == item["item_id"]!.GetValue<string>()), TimeSpan.FromSeconds(3), cancellationToken);
            Expect.That(found is not null, "the extracted fact is searchable", "", stage.Show);
        }
        Expect.That(status is "active" or "review", "the fact of the bridged call was extracted from its transcript", $"{status}: “{item["question"]}” → “{item["answer"]}”", stage.Show);
        stage.Report.Add("extracted from the bridged call", $"“{item["answer"]}” ({status})");
    }

    private static async Task ExpectWebhooksAsync(Stage stage, List<LiveCall> calls, CancellationToken cancellationToken)
    {
        bool Delivered(LiveCall call) => stage.Webhooks.Deliveries.Any(d => JsonNode.Parse(d.Body) is { } e && e["type"]!.GetValue<string>() == "call.ended" && e["subject"]!.GetValue<string>() == call.Id);
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); !calls.All(Delivered) && waited.Elapsed < TimeSpan.FromSeconds(10);) await Task.Delay(50, cancellationToken);
        if (calls.FirstOrDefault(c => !Delivered(c)) is { } missing) throw new StepFailedException($"no webhook call.ended for {missing.Name}");
        var forged = stage.Webhooks.Deliveries.Count(d => !WebhookCheck.IsSigned(stage.Product.Settings.WebhookSecret, d.Signature, d.Body));
        Expect.That(forged == 0, "a webhook per event with a valid signature", $"{stage.Webhooks.Deliveries.Count} delivered", stage.Show);
        stage.Report.Add("webhooks delivered, all signatures valid", $"{stage.Webhooks.Deliveries.Count}");
    }
}
