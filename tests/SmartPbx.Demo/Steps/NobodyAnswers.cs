namespace SmartPbx.Demo.Steps;

/// <summary>The phone rings out; the agent takes over, greets, and answers from the knowledge.</summary>
internal sealed class NobodyAnswers : IStep
{
    private const double TakeoverMs = 1000, FirstAudioMs = 1000, AnswerMs = 2000;

    public string Title => "2. Nobody answers: the agent takes over and answers from the knowledge";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var show = stage.Show;
        await stage.PhoneAsync("ring");
        var call = await stage.DialAsync("no-answer", cancellationToken);
        var cancelled = await stage.Phone.WaitEventAsync(e => e["ev"]!.GetValue<string>() == "sip" && !e["sent"]!.GetValue<bool>()
            && e["line"]!.GetValue<string>().StartsWith("CANCEL", StringComparison.Ordinal) && e["at"]!.GetValue<long>() > call.DialledAt, TimeSpan.FromSeconds(2), "CANCEL");
        var takeover = Clock.Ms(cancelled["at"]!.GetValue<long>(), call.AnsweredAt);
        Expect.That(takeover < TakeoverMs, "leg B was cancelled and the agent answered leg A within 1 s", $"{takeover:0} ms after the CANCEL", show);
        stage.Report.Add("takeover: CANCEL of leg B → 200 on leg A", $"{takeover:0} ms");

        var first = await call.WaitSoundAsync(call.AnsweredAt);
        Expect.That(Clock.Ms(call.AnsweredAt, first) < FirstAudioMs, "greeting within 1 s", $"{Clock.Ms(call.AnsweredAt, first):0} ms", show);
        stage.Report.Add("answer → first word of the greeting", $"{Clock.Ms(call.AnsweredAt, first):0} ms");
        var greetingEnd = (await call.WaitQuietAsync(call.AnsweredAt))[^1].End;
        await ExpectDisclosureAsync(stage, call, greetingEnd, cancellationToken);

        var known = stage.Material.KnownQuestions[0];
        await AskKnownAsync(stage, call, known.Question, known.Answer, stage.Material.ClearVoice, cancellationToken);
        await call.HangUpAsync();
    }

    private static async Task ExpectDisclosureAsync(Stage stage, LiveCall call, long greetingEnd, CancellationToken cancellationToken)
    {
        var chunk = await call.WaitEventAsync("transcript.chunk", cancellationToken, d => d["speaker"]!.GetValue<string>() == "agent");
        var greeting = string.Join(" ", stage.Console.Received.Where(m => m.Name == "transcript.chunk" && m.Subject == call.Id && m.At <= greetingEnd + Clock.Ticks(300)
            && m.Data["speaker"]!.GetValue<string>() == "agent" && m.Data["is_final"]!.GetValue<bool>()).Select(m => m.Data["text"]!.GetValue<string>()));
        if (greeting.Length == 0) greeting = chunk.Data["text"]!.GetValue<string>();
        var disclosed = greeting.Contains("AI", StringComparison.Ordinal) && greeting.Contains("record", StringComparison.OrdinalIgnoreCase);
        Expect.That(disclosed, "the greeting says that it is an AI and that the call is recorded", $"“{greeting}”", stage.Show);
        var match = await AgentVoice.MatchAsync(await call.HeardAsync(call.AnsweredAt, greetingEnd + Clock.Ticks(300)), greeting);
        Expect.That(match > AgentVoice.SameSentence, "and that is what the caller's RTP carried", $"match {match:0.00}", stage.Show);
    }

    /// <summary>Asks, waits for the whole answer, and matches the received audio against an independent rendering of the expected sentence.</summary>
    public static async Task AskKnownAsync(Stage stage, LiveCall call, string question, string answer, string voice, CancellationToken cancellationToken)
    {
        var (_, end) = await call.SayAsync(question, voice);
        var heardFrom = await call.WaitSoundAsync(end);
        var latency = Clock.Ms(end, heardFrom);
        var heardTo = (await call.WaitQuietAsync(end))[^1].End;
        var match = await AgentVoice.MatchAsync(await call.HeardAsync(end, heardTo + Clock.Ticks(200)), answer);
        Expect.That(match > AgentVoice.SameSentence, $"the received audio carries “{answer}”", $"match {match:0.00}", stage.Show);
        Expect.That(latency < AnswerMs, "end of speech → agent audio below 2 s", $"{latency:0} ms", stage.Show);
        stage.Report.Add($"{call.Name}: end of speech → answer", $"{latency:0} ms");
        await call.WaitEventAsync("agent.query_processed", cancellationToken, d => d["decision"]!.GetValue<string>() == "answered");
    }
}
