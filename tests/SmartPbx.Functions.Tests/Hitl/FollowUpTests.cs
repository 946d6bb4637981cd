using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hitl;

public sealed class FollowUpTests
{
    private static HitlFeedback Feedback => new()
    {
        FeedbackId = "fb1", Operator = new UserId("operator"), Type = "real_time", OriginalQuestion = "were is the parcel chef", Question = "Where is the parcel shelf?",
        Answer = "On the left side of the hall.", CallId = Samples.Call,
    };

    private static Task<KnowledgeItem?> ItemAsync(FunctionApp app) => app.FindAsync(FunctionApp.Acme, KnowledgeDocuments.Partition, KnowledgeDocuments.Items, "fb1");

    [Fact]
    public async Task An_operators_answer_becomes_knowledge_with_the_recognised_words_as_a_variant()
    {
        await using var app = await FunctionApp.StartAsync();
        var submitted = app.Event(EventCatalogue.HitlFeedbackSubmitted, Samples.Call.Value, Feedback);
        await app.DeliverAsync(HandlerCatalogue.FollowUpHitl, submitted);
        await app.DeliverAsync(HandlerCatalogue.FollowUpHitl, submitted);
        await app.DeliverAsync(HandlerCatalogue.FollowUpHitl, submitted with { Id = "again" });
        var item = (await ItemAsync(app))!;
        Assert.Equal((KnowledgeSource.OperatorCorrection, KnowledgeStatus.Active, "operator"), (item.Source, item.Status, item.ChangedBy));
        Assert.Equal(["were is the parcel chef"], item.Variants);
        Assert.Single(app.Store.Published, e => e.Type == "knowledge.created");
    }

    [Fact]
    public async Task What_is_not_to_be_kept_is_not()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.FollowUpHitl, app.Event(EventCatalogue.HitlFeedbackSubmitted, "fb1", Feedback with { SaveToKnowledge = false }));
        Assert.Null(await ItemAsync(app));
    }

    [Fact]
    public async Task An_operator_may_teach_by_feedback_though_he_may_not_create_knowledge()
    {
        await using var app = await FunctionApp.StartAsync();
        Assert.Equal(403, (await app.SendAsync("POST", "knowledge", new { }, Role.Operator)).Status);
        var answer = await app.SendAsync("POST", "hitl/feedback", new { question = "Where is the parcel shelf?", answer = "On the left side of the hall." }, Role.Operator);
        Assert.Equal(202, answer.Status);
        await app.DrainAsync(HandlerCatalogue.FollowUpHitl);
        Assert.Contains(app.Store.Published, e => e.Type == "knowledge.created");
    }

    [Fact]
    public async Task Feedback_on_a_call_that_is_not_there_is_refused()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("POST", "hitl/feedback", new { call_id = "e1-none", question = "Where is the parcel shelf?", answer = "Left." }, Role.Operator);
        Assert.Equal(404, answer.Status);
    }

    [Fact]
    public async Task An_unresolved_request_is_noted_and_resolved()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.PutAsync(FunctionApp.Acme, Samples.Call.Value, HitlDocuments.Unresolved, "req1", Samples.Unresolved(app.Clock.GetUtcNow()));
        var noted = await app.SendAsync("PUT", "hitl/unresolved/req1", new { note = "will call back" }, Role.Operator);
        Assert.Equal(("noted", "operator", true), (noted["status"].GetValue<string>(), noted["noted_by"].GetValue<string>(), noted["follow_up"].GetValue<bool>()));
        var resolved = await app.SendAsync("PUT", "hitl/unresolved/req1", new { status = "resolved" }, Role.Operator);
        Assert.Equal(("operator", false), (resolved["resolved_by"].GetValue<string>(), resolved["follow_up"].GetValue<bool>()));
        Assert.Empty((await app.SendAsync("GET", "hitl/unresolved?status=unresolved")).Items);
        Assert.Single((await app.SendAsync("GET", "hitl/unresolved?status=resolved")).Items);
    }
}
