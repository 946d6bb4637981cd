using System.Text.Json.Nodes;
using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo.Steps;

/// <summary>The agent does not know and asks the operator while the caller holds.</summary>
internal sealed class AskOperator : IStep
{
    public const string CallName = "asks-operator";
    public string Title => "4. The agent does not know: it asks the operator while the caller holds";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var (script, show) = (stage.Material.Scenario, stage.Show);
        await stage.PhoneAsync("reject");
        await stage.SetOperatorAsync("available", cancellationToken);
        var call = await stage.DialAsync(CallName, cancellationToken);
        await call.WaitQuietAsync(call.AnsweredAt);
        var (_, end) = await call.SayAsync(script.UnknownQuestion, stage.Material.ClearVoice);
        var alert = await call.WaitEventAsync("hitl.requested", cancellationToken);
        var confidence = alert.Data["confidence"]!.GetValue<double>();
        Expect.That(confidence < 0.6, "confidence below 0.6 raised an alert at the operator's console", $"{confidence:0.00}, {Clock.Ms(end, alert.At):0} ms after the question", show);
        stage.Report.Add("alert: end of question → operator's console", $"{Clock.Ms(end, alert.At):0} ms");
        await ExpectQuestionAsync(stage, alert.Data, script.UnknownQuestion, cancellationToken);

        await call.WaitSoundAsync(end);
        await Task.Delay(3500, cancellationToken); // past "one moment", so that it is music that is heard
        var music = await call.SoundsAsync(Clock.Now - Clock.Ticks(1200), Clock.Now, bridgeMs: 300);
        Expect.That(music.Count > 0, "the caller hears hold music", "", show);

        var answered = Clock.Now;
        var alertId = alert.Data["alert_id"]!.GetValue<string>();
        var (status, body) = await stage.Operator.SendAsync(HttpMethod.Post, "hitl/response",
            new { alert_id = alertId, question = script.UnknownQuestion, answer = script.OperatorAnswer, save_to_knowledge = true }, cancellationToken);
        Expect.That(status == 202, "the operator corrected the wording and answered by REST", $"{status} after {Clock.Ms(answered, Clock.Now):0} ms {(status == 202 ? "" : body)}", show);
        await call.WaitEventAsync("hitl.resolved", cancellationToken);
        var heard = await call.WaitQuietAsync(answered + Clock.Ticks(400));
        var match = await AgentVoice.MatchAsync(await call.HeardAsync(answered, heard[^1].End + Clock.Ticks(200)), script.OperatorAnswer);
        Expect.That(match > AgentVoice.SameSentence, $"the agent spoke it: “{script.OperatorAnswer}”", $"match {match:0.00}", show);
        await call.HangUpAsync();

        var learned = await stage.Operator.PollAsync($"knowledge?query={Uri.EscapeDataString(script.UnknownQuestion)}",
            k => k["items"]!.AsArray().Any(i => i!["answer"]!.GetValue<string>() == script.OperatorAnswer), TimeSpan.FromSeconds(5), cancellationToken);
        Expect.That(learned is not null, "question and answer entered the knowledge base", "", show);
    }

    private static async Task ExpectQuestionAsync(Stage stage, JsonNode alert, string said, CancellationToken cancellationToken)
    {
        var recognised = alert["question"]!.GetValue<string>();
        var (errors, words) = WordError.Count(said, recognised);
        stage.Report.Add("alert: question as recognised (default model)", $"“{recognised}”, word error {100.0 * errors / words:0} %");
        var audio = (await stage.Operator.GetAsync($"hitl/alerts/{alert["alert_id"]}/audio", cancellationToken))["url"]!.GetValue<string>();
        var wave = WaveFile.Read(await stage.Operator.DownloadAsync(audio, cancellationToken));
        var match = SpectralMatch.Find(wave.Channel(0), await Voices.FliteAsync(stage.Material.ClearVoice, said)).Score;
        Expect.That(match > AgentVoice.SameSentence, "the alert carries the question as audio", $"match {match:0.00}; recognised as “{recognised}”", stage.Show);
    }
}
