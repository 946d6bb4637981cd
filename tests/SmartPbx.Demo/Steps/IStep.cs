namespace SmartPbx.Demo.Steps;

/// <summary>One step of the scenario; throws <see cref="StepFailedException"/> when a check does not hold.</summary>
internal interface IStep
{
    string Title { get; }

    Task PlayAsync(Stage stage, CancellationToken cancellationToken);
}
