using SmartPbx.Demo;
using SmartPbx.Demo.Steps;
using SmartPbx.TestKit.Api;
using SmartPbx.TestKit.Running;

var arguments = Arguments.Parse(args);
var show = new Show();
if (Directory.Exists(arguments.Artifacts)) Directory.Delete(arguments.Artifacts, recursive: true);
var data = Directory.CreateDirectory(Path.Combine(arguments.Artifacts, "data")).FullName;

IStep[] steps = [new BridgedCall(), new NobodyAnswers(), new BargeIn(), new AskOperator(), new SecondCaller(), new OperatorAway(), new PressZero(), new AfterTheCalls(), new QuestionRound()];
var current = "start";
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(8));
try
{
    var material = Material.Load(arguments.Knowledge, arguments.Questions, arguments.Voices);
    using var stalls = new StallWatch();
    await using var webhooks = await WebhookReceiver.StartAsync(WebhookCheck.Header);
    show.Step("SmartPBX on one machine: empty data folder, free loopback ports");
    var settings = new ProductSettings { DataFolder = data, KnowledgeFolder = material.KnowledgeFolder, Webhook = webhooks.Url };
    await using var product = ProductProcess.Start(settings, Path.Combine(arguments.Artifacts, "product.log"), show.ProductLine);
    await product.WaitReadyAsync(TimeSpan.FromSeconds(60));
    await using var stage = new Stage { Material = material, Show = show, Product = product, Webhooks = webhooks, Stalls = stalls, Artifacts = arguments.Artifacts };
    await stage.SetUpAsync(stop.Token);
    foreach (var (step, number) in steps.Select((s, i) => (s, i + 1)))
    {
        if (arguments.Only.Count > 0 && !arguments.Only.Contains(number)) continue;
        current = step.Title;
        show.Step(step.Title);
        await PlayAsync(step, stage);
    }
    current = "stop";
    Expect.That(await product.StopAsync(TimeSpan.FromSeconds(15)), "the product drained on SIGTERM and ended by itself", "", show);
    stage.Report.Print($"{arguments.Artifacts}: data/ (recordings, CDR, database), product.log, report.json");
    await File.WriteAllTextAsync(Path.Combine(arguments.Artifacts, "report.json"), stage.Report.ToJson());
    return 0;
}
catch (Exception failure) when (failure is StepFailedException or TimeoutException or InvalidOperationException or OperationCanceledException or IOException)
{
    show.Failed($"{current}: {failure.Message}");
    show.Note($"the product's log: {Path.Combine(arguments.Artifacts, "product.log")}");
    return 1;
}

// A step that a stall of the machine spoiled is repeated once, and says so.
async Task PlayAsync(IStep step, Stage stage)
{
    var begun = Clock.Now;
    try { await step.PlayAsync(stage, stop.Token); }
    catch (Exception failure) when (failure is StepFailedException or TimeoutException && stage.Stalls.LongestSince(begun) is > 0 and var stall)
    {
        stage.Show.Failed(failure.Message);
        await stage.HangUpAllAsync();
        stage.Show.Note($"the machine stalled for {stall:0} ms during this step: it is repeated once");
        await step.PlayAsync(stage, stop.Token);
    }
}
