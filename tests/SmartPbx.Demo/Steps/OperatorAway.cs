namespace SmartPbx.Demo.Steps;

/// <summary>Nobody is there to be asked: polite fallback and an unresolved request.</summary>
internal sealed class OperatorAway : IStep
{
    public string Title => "6. Operator away: polite fallback, unresolved request";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var (script, show) = (stage.Material.Scenario, stage.Show);
        await stage.SetOperatorAsync("away", cancellationToken);
        await stage.PhoneAsync("reject");
        var call = await stage.DialAsync("operator-away", cancellationToken);
        await call.WaitQuietAsync(call.AnsweredAt);
        var (_, end) = await call.SayAsync(script.AwayQuestion, stage.Material.ClearVoice);
        var heard = await call.WaitQuietAsync(end, timeoutMs: 20_000);
        var fallback = await call.WaitEventAsync("transcript.chunk", cancellationToken,
            d => d["speaker"]!.GetValue<string>() == "agent" && d["is_final"]!.GetValue<bool>() && d["start_ms"]!.GetValue<long>() > Clock.Ms(call.DialledAt, end));
        var text = fallback.Data["text"]!.GetValue<string>();
        var match = await AgentVoice.MatchAsync(await call.HeardAsync(end, heard[^1].End + Clock.Ticks(200)), text);
        Expect.That(match > AgentVoice.SameSentence, $"a polite fallback was spoken: “{text}”", $"match {match:0.00}", show);
        var unresolved = await stage.Operator.PollAsync("hitl/unresolved", u => u["items"]!.AsArray().Any(i => i!["call_id"]!.GetValue<string>() == call.Id), TimeSpan.FromSeconds(5), cancellationToken);
        Expect.That(unresolved is not null, "the API lists an unresolved request of this call", "", show);
        Expect.That(!call.Saw("hitl.requested"), "no alert was created", "", show);
        await call.HangUpAsync();
    }
}
