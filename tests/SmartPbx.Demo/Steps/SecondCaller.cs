namespace SmartPbx.Demo.Steps;

/// <summary>Another caller asks what the operator taught.</summary>
internal sealed class SecondCaller : IStep
{
    public string Title => "5. Second caller, same question: answered from knowledge, no operator";

    public async Task PlayAsync(Stage stage, CancellationToken cancellationToken)
    {
        var script = stage.Material.Scenario;
        await stage.PhoneAsync("reject");
        var call = await stage.DialAsync("second-caller", cancellationToken);
        await call.WaitQuietAsync(call.AnsweredAt);
        await NobodyAnswers.AskKnownAsync(stage, call, script.UnknownQuestion, script.OperatorAnswer, stage.Material.OtherVoice, cancellationToken);
        Expect.That(!call.Saw("hitl.requested"), "no operator was asked", "", stage.Show);
        await call.HangUpAsync();
    }
}
