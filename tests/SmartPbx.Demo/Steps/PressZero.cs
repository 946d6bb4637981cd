namespace SmartPbx.Demo.Steps;

/// <summary>The seventh caller presses 0 and gets a person.</summary>
internal sealed class PressZero : IStep
{
    public string Title => "7. A seventh call presses 0 and is offered a person";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var show = stage.Show;
        await stage.PhoneAsync("reject");
        var call = await stage.DialAsync("presses-zero", cancellationToken);
        await call.WaitSoundAsync(call.AnsweredAt);
        await stage.SetOperatorAsync("available", cancellationToken);
        await stage.PhoneAsync("answer", afterMs: 800);
        var pressed = (await stage.Caller.DoAsync("press", new { call = call.Handle, digit = "0" }))["at"]!.GetValue<long>();
        var answered = await stage.Phone.WaitEventAsync(e => e["ev"]!.GetValue<string>() == "answered" && e["at"]!.GetValue<long>() > pressed, TimeSpan.FromSeconds(10), "answered call after 0 was pressed");
        show.Checked($"the operator's phone rang and answered ({Clock.Ms(pressed, answered["at"]!.GetValue<long>()):0} ms after the key)");
        call.PhoneLeg = answered["call"]!.GetValue<string>();
        await Task.Delay(700, cancellationToken);
        const string hello = "Hello, this is the operator speaking.";
        var (start, end) = await call.SayAsync(hello, "awb", who: "1008");
        await Task.Delay(400, cancellationToken);
        var match = TestKit.Audio.SpectralMatch.Find(await call.HeardAsync(start - Clock.Ticks(300), end + Clock.Ticks(300)), await TestKit.Audio.Voices.FliteAsync("awb", hello)).Score;
        Expect.That(match > AgentVoice.SameSentence, "the caller hears the person", $"match {match:0.00}", show);
        await call.HangUpAsync();
        await stage.Phone.DoAsync("wait_ended", new { call = call.PhoneLeg, timeout_ms = 2000 });
    }
}
