using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hitl;

public sealed class AnswerAlertTests
{
    private static readonly string Call = Samples.Call.Value;
    private static readonly object Answer = new { alert_id = "alert1", answer = "On the left side of the hall.", question = "Where is the parcel shelf?" };

    private static async Task<FunctionApp> WithAlertAsync(AlertStatus status = AlertStatus.Open)
    {
        var app = await FunctionApp.StartAsync();
        await ChangeAsync(app, _ => Samples.Alert(app.Clock.GetUtcNow(), status: status));
        app.Clock.JumpsToNextTimer = true;
        return app;
    }

    private static async Task ChangeAsync(FunctionApp app, Func<HitlAlert, HitlAlert> change) =>
        await app.PutAsync(FunctionApp.Acme, Call, HitlDocuments.Alerts, "alert1", change((await StoredAsync(app))!));

    private static Task<HitlAlert?> StoredAsync(FunctionApp app) => app.FindAsync(FunctionApp.Acme, Call, HitlDocuments.Alerts, "alert1");

    /// <summary>Stands in for the edge: takes the answer when the command comes.</summary>
    private static void EdgeTakes(FunctionApp app, AlertStatus status = AlertStatus.Delivered) =>
        app.RealTime.OnPush = _ => ChangeAsync(app, alert => alert with { Status = status });

    private static Task<ApiAnswer> RespondAsync(FunctionApp app, object? body = null, Role role = Role.Operator) => app.SendAsync("POST", "hitl/response", body ?? Answer, role);

    [Fact]
    public async Task An_answer_is_stored_sent_to_the_edge_and_acknowledged()
    {
        await using var app = await WithAlertAsync();
        EdgeTakes(app);
        var answer = await RespondAsync(app);
        Assert.Equal((202, "delivered"), (answer.Status, answer["alert"]["status"]!.GetValue<string>()));
        var stored = (await StoredAsync(app))!;
        Assert.Equal(("On the left side of the hall.", "Where is the parcel shelf?", "operator", true),
            (stored.Answer, stored.CorrectedQuestion, stored.AnsweredBy!.Value.Value, stored.SaveToKnowledge));
        var (group, name, payload) = Assert.Single(app.RealTime.Pushed);
        Assert.Equal(("edge:e1", "edge.command", "alert1"), (group, name, ((EdgeCommand)payload).Alert!.Value.Value));
    }

    [Fact]
    public async Task An_edge_that_says_nothing_for_three_seconds_gives_504_and_the_answer_stays()
    {
        await using var app = await WithAlertAsync();
        var before = app.Clock.GetUtcNow();
        var answer = await RespondAsync(app);
        Assert.Equal((504, "edge_unreachable"), (answer.Status, answer.Code));
        Assert.Equal(AlertStatus.Answered, (await StoredAsync(app))!.Status);
        Assert.InRange((app.Clock.GetUtcNow() - before).TotalSeconds, 3, 3.2);
    }

    [Theory]
    [InlineData(AlertStatus.Answered, "alert_taken")]
    [InlineData(AlertStatus.Delivered, "alert_taken")]
    [InlineData(AlertStatus.Closed, "alert_closed")]
    [InlineData(AlertStatus.Expired, "alert_expired")]
    public async Task An_alert_that_is_not_open_is_a_conflict(AlertStatus status, string code)
    {
        await using var app = await WithAlertAsync(status);
        var answer = await RespondAsync(app);
        Assert.Equal((409, code), (answer.Status, answer.Code));
        Assert.Empty(app.RealTime.Pushed);
    }

    [Fact]
    public async Task An_answer_after_the_deadline_is_too_late()
    {
        await using var app = await WithAlertAsync();
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal("alert_expired", (await RespondAsync(app)).Code);
    }

    [Fact]
    public async Task Of_two_operators_one_answers()
    {
        await using var app = await WithAlertAsync();
        EdgeTakes(app);
        var answers = await Task.WhenAll(RespondAsync(app), RespondAsync(app, new { alert_id = "alert1", answer = "On the right side." }, Role.Admin));
        Assert.Equal([202, 409], answers.Select(a => a.Status).Order());
        Assert.Equal("alert_taken", answers.Single(a => a.Status == 409).Code);
    }

    [Fact]
    public async Task The_same_answer_sent_again_is_accepted_again()
    {
        await using var app = await WithAlertAsync();
        EdgeTakes(app);
        Assert.Equal(202, (await RespondAsync(app)).Status);
        Assert.Equal(202, (await RespondAsync(app)).Status);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_meanwhile_closes_the_alert_and_the_answer_can_still_be_saved()
    {
        await using var app = await WithAlertAsync();
        EdgeTakes(app, AlertStatus.Closed);
        Assert.Equal("alert_closed", (await RespondAsync(app)).Code);
        var saved = await app.SendAsync("POST", "hitl/feedback",
            new { alert_id = "alert1", question = "Where is the parcel shelf?", answer = "On the left side of the hall." }, Role.Operator);
        Assert.Equal((202, "where is my parcel shelf"), (saved.Status, saved["original_question"].GetValue<string>()));
        await app.DrainAsync(Functions.Hosting.HandlerCatalogue.FollowUpHitl, Functions.Hosting.HandlerCatalogue.IndexKnowledge);
        Assert.Single((await app.SendAsync("GET", "knowledge?query=parcel+shelf")).Items);
    }
}
