using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo.Steps;

/// <summary>The caller coughs, says uh-huh, then really interrupts a long answer.</summary>
internal sealed class BargeIn : IStep
{
    public const string CallName = "barge-in";
    private const double StopMs = 450, ResumeMs = 1000;
    private const int ListenMs = 2000, LongAnswerSeconds = 12, LearningMs = 5000;
    private const string LongAnswer = "First the call goes from your telephone to your own company and from there to the company that carries our number, which knows " +
        "our address in the network and sends the call to our front desk. When nobody at the front desk is free, the call waits for a few seconds and then the " +
        "assistant answers it, listens to the question, looks for an answer in our books, and asks a colleague when the books do not know it.";

    public string Title => "3. Barge-in: the agent stops for the caller, not for a cough";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var show = stage.Show;
        await stage.PhoneAsync("reject");
        var call = await stage.DialAsync(CallName, cancellationToken);
        var greeted = (await call.WaitQuietAsync(call.AnsweredAt))[^1].End;
        var item = stage.Material.LongestItem = await LongEnoughAsync(stage, cancellationToken);
        var (_, asked) = await call.SayAsync(item.Question, stage.Material.ClearVoice);
        var speaking = await call.WaitSoundAsync(Math.Max(asked, greeted));
        await call.WaitEventAsync("agent.query_processed", cancellationToken, d => d["answer"]?.GetValue<string>() == item.Answer);
        show.Note($"the agent speaks: “{item.Answer}”");

        await DelayUntilAsync(speaking, 1500, cancellationToken);
        await ExpectResumedAsync(stage, call, "a cough", await call.PlayAsync(CoughFile(stage)), cancellationToken);
        var uhHuh = await call.SayAsync("uh huh", stage.Material.ClearVoice, afterMs: 300);
        await ExpectResumedAsync(stage, call, "“uh-huh”", uhHuh.Start, cancellationToken);

        var known = stage.Material.KnownQuestions[1];
        var talking = call.SayAsync("Wait, wait. " + known.Question, stage.Material.ClearVoice, afterMs: 200);
        var (onset, end) = await talking;
        var sounds = await call.SoundsAsync(onset - Clock.Ticks(ListenMs), end, bridgeMs: 260);
        Expect.That(sounds.Any(s => s.Start < onset && s.End > onset), "the agent was speaking when the caller interrupted", "", show);
        var stopped = sounds.Where(s => s.Start < onset + Clock.Ticks(StopMs)).Select(s => s.End).DefaultIfEmpty(onset).Max();
        var stop = Clock.Ms(onset, stopped);
        Expect.That(sounds.Count > 0 && stop <= StopMs, "playout stopped within 450 ms of the voice's onset in the caller's RTP", $"{stop:0} ms", show);
        stage.Report.Add("barge-in: voice onset → playout stopped", $"{stop:0} ms");

        var heard = await call.WaitQuietAsync(end);
        var match = await AgentVoice.MatchAsync(await call.HeardAsync(end, heard[^1].End + Clock.Ticks(200)), known.Answer);
        Expect.That(match > AgentVoice.SameSentence, $"the interrupting question got its answer “{known.Answer}”", $"match {match:0.00}", show);
        await call.HangUpAsync();
    }

    /// <summary>The longest item of the knowledge, or, when that is soon over, one that the administrator adds for this step.</summary>
    private static async Task<Material.Item> LongEnoughAsync(Stage stage, CancellationToken cancellationToken)
    {
        var longest = stage.Material.LongestItem;
        if ((await AgentVoice.RenderAsync(longest.Answer)).Length >= LongAnswerSeconds * 8000) return longest;
        var item = new Material.Item { Question = "How does a telephone call reach your office?", Answer = LongAnswer };
        var (status, body) = await stage.Admin.SendAsync(HttpMethod.Post, "knowledge", new { question = item.Question, answer = item.Answer, category = "information", language = "en-US" }, cancellationToken);
        if (status != 201) throw new StepFailedException($"POST knowledge answered {status}: {body}");
        stage.Show.Note($"the longest answer is soon over: the administrator adds “{item.Question}”");
        await Task.Delay(LearningMs, cancellationToken);
        return item;
    }

    private static async Task ExpectResumedAsync(Stage stage, LiveCall call, string what, long onset, CancellationToken cancellationToken)
    {
        await DelayUntilAsync(onset, ListenMs, cancellationToken);
        var sounds = await call.SoundsAsync(onset, onset + Clock.Ticks(ListenMs), bridgeMs: 40);
        var edges = new List<long> { onset };
        foreach (var (start, end) in sounds) { edges.Add(start); edges.Add(end); }
        edges.Add(onset + Clock.Ticks(ListenMs));
        var longest = Enumerable.Range(0, edges.Count / 2).Max(i => Clock.Ms(edges[2 * i], edges[2 * i + 1]));
        Expect.That(longest <= ResumeMs, $"after {what} the agent went on within 1 s", $"longest silence {longest:0} ms", stage.Show);
        stage.Report.Add($"barge-in: longest silence after {what}", $"{longest:0} ms");
    }

    private static Task DelayUntilAsync(long from, double milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds - Clock.Ms(from, Clock.Now))), cancellationToken);

    /// <summary>A cough: a burst of shaped noise of 250 ms, fast attack and exponential decay, unvoiced.</summary>
    private static string CoughFile(Stage stage)
    {
        var path = Path.Combine(stage.Artifacts, "cough.wav");
        var pcm = new short[2000];
        var (state, low) = (12345u, 0.0);
        for (var i = 0; i < pcm.Length; i++)
        {
            state = state * 1664525 + 1013904223;
            low = 0.6 * low + 0.4 * ((state >> 16) / 32768.0 - 1);
            pcm[i] = (short)(low * 14000 * Math.Min(1, i / 80.0) * Math.Exp(-i / 700.0));
        }
        File.WriteAllBytes(path, WaveFile.Write(8000, 1, pcm));
        return path;
    }
}
