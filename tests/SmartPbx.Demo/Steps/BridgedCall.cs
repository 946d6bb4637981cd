using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo.Steps;

/// <summary>The operator's phone answers, both talk, the caller hangs up.</summary>
internal sealed class BridgedCall : IStep
{
    public const string CallName = "bridged";
    private const double SameAudio = 0.9;

    public string Title => "1. Bridged call: 1008 answers, audio is relayed both ways";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var (script, show) = (stage.Material.Scenario, stage.Show);
        await stage.SetOperatorAsync("available", cancellationToken);
        await stage.PhoneAsync("answer", afterMs: 1500);
        var before = stage.Phone.Events.Count(e => e["ev"]!.GetValue<string>() == "incoming");
        var call = await stage.DialAsync(CallName, cancellationToken);
        var incoming = stage.Phone.Events.Where(e => e["ev"]!.GetValue<string>() == "incoming").ElementAt(before);
        call.PhoneLeg = incoming["call"]!.GetValue<string>();
        var notice = await call.SoundsAsync(call.DialledAt, call.AnsweredAt, bridgeMs: 300);
        Expect.That(notice.Count > 0, "the recording notice was heard before the answer", $"{notice.Sum(s => Clock.Ms(s.Start, s.End)) / 1000:0.0} s of early media", show);

        await Task.Delay(300, cancellationToken);
        var (asked, askedEnd) = await call.SayAsync(script.BridgedQuestion, "slt");
        var (told, toldEnd) = await call.SayAsync(script.BridgedFact, "rms", who: "1008", afterMs: 500);
        await Task.Delay(600, cancellationToken);
        var margin = Clock.Ticks(500);
        var question = SpectralMatch.Find(await call.HeardAsync(asked - margin, askedEnd + margin, "1008"), await Voices.FliteAsync("slt", script.BridgedQuestion)).Score;
        var fact = SpectralMatch.Find(await call.HeardAsync(told - margin, toldEnd + margin), await Voices.FliteAsync("rms", script.BridgedFact)).Score;
        Expect.That(question > SameAudio && fact > SameAudio, "each side heard the other", $"match {question:0.00} and {fact:0.00}", show);

        await call.HangUpAsync();
        await stage.Phone.DoAsync("wait_ended", new { call = call.PhoneLeg, timeout_ms = 2000 });
        show.Checked("BYE reached the operator's phone");
        stage.Report.Add("bridged call: INVITE → answer (phone rang 1.5 s)", $"{Clock.Ms(call.DialledAt, call.AnsweredAt):0} ms");
    }
}
