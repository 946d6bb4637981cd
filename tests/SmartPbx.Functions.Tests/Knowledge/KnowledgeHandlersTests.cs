using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Knowledge;

public sealed class KnowledgeHandlersTests
{
    private static readonly string Call = Samples.Call.Value;

    private static async Task<CloudEvent> TranscribedAsync(FunctionApp app, double confidence = 0.9)
    {
        await app.PutAsync(FunctionApp.Acme, Call, CallDocuments.Transcripts, Call, Samples.Transcript(
            Samples.Turn(Speaker.Caller, "when will the new branch open", 0, confidence),
            Samples.Turn(Speaker.Callee, "the new branch will open on monday the first of march", 3_000, confidence)));
        return app.Event(EventCatalogue.TranscriptGenerated, Call, new TranscriptGenerated(Samples.Call, "en-US", 2, 16, confidence, false));
    }

    private static async Task<List<KnowledgeItem>> ItemsAsync(FunctionApp app) =>
        [.. (await app.Store.QueryAsync(FunctionApp.Acme, new DocumentQuery<KnowledgeItem>(KnowledgeDocuments.Items), default)).Items.Select(i => i.Value)];

    [Fact]
    public async Task What_was_understood_well_is_searchable_at_once()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, await TranscribedAsync(app));
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        var item = Assert.Single(await ItemsAsync(app));
        Assert.Equal((KnowledgeStatus.Active, KnowledgeSource.Auto, Samples.Call), (item.Status, item.Source, item.CallId));
        var hits = await app.SendAsync("GET", "knowledge?query=when+will+the+new+branch+open");
        Assert.Equal(item.ItemId.Value, Assert.Single(hits.Items)!["item_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_was_understood_badly_waits_for_a_person_who_approves_or_rejects()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, await TranscribedAsync(app, confidence: 0.5));
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        Assert.Empty((await app.SendAsync("GET", "knowledge?query=branch")).Items);
        var waiting = Assert.Single((await app.SendAsync("GET", "knowledge?status=review")).Items)!["item_id"]!.GetValue<string>();
        Assert.Equal("active", (await app.SendAsync("POST", $"knowledge/{waiting}/approve"))["status"].GetValue<string>());
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        Assert.Single((await app.SendAsync("GET", "knowledge?query=branch")).Items);
        await app.SendAsync("POST", $"knowledge/{waiting}/reject");
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        Assert.Empty((await app.SendAsync("GET", "knowledge?query=branch")).Items);
    }

    [Fact]
    public async Task A_duplicate_event_extracts_nothing_twice()
    {
        await using var app = await FunctionApp.StartAsync();
        var generated = await TranscribedAsync(app);
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, generated);
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, generated);
        Assert.Single(await ItemsAsync(app));
        Assert.Single(app.Store.Published, e => e.Type == "knowledge.extracted");
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    public async Task A_second_call_that_tells_the_same_teaches_nothing_new(double confidence)
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, await TranscribedAsync(app, confidence));
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        await app.DeliverAsync(HandlerCatalogue.ExtractKnowledge, await TranscribedAsync(app, confidence));
        Assert.Single(await ItemsAsync(app));
    }

    [Fact]
    public async Task A_late_index_event_never_brings_an_old_version_back()
    {
        await using var app = await FunctionApp.StartAsync();
        var now = app.Clock.GetUtcNow();
        var old = Samples.Item(now);
        await app.PutAsync(FunctionApp.Acme, KnowledgeDocuments.Partition, KnowledgeDocuments.Items, "item1", old with { Answer = "On Sunday it is closed all day.", Version = 2 });
        await app.DeliverAsync(HandlerCatalogue.IndexKnowledge, app.Event(EventCatalogue.KnowledgeCreated, "item1", old));
        var hit = Assert.Single(await app.Index.SearchAsync(FunctionApp.Acme, new KnowledgeQuery { Text = old.Question }, default));
        Assert.Equal("On Sunday it is closed all day.", hit.Answer);
    }

    [Fact]
    public async Task An_item_that_changes_while_it_is_indexed_is_indexed_again()
    {
        await using var app = await FunctionApp.StartAsync();
        var item = Samples.Item(app.Clock.GetUtcNow());
        await app.PutAsync(FunctionApp.Acme, KnowledgeDocuments.Partition, KnowledgeDocuments.Items, "item1", item);
        app.Index.BeforeUpsert = () => app.PutAsync(FunctionApp.Acme, KnowledgeDocuments.Partition, KnowledgeDocuments.Items, "item1", item with { Answer = "Changed meanwhile, it opens at nine.", Version = 2 });
        await app.DeliverAsync(HandlerCatalogue.IndexKnowledge, app.Event(EventCatalogue.KnowledgeCreated, "item1", item));
        var hit = Assert.Single(await app.Index.SearchAsync(FunctionApp.Acme, new KnowledgeQuery { Text = item.Question }, default));
        Assert.Equal((2, "Changed meanwhile, it opens at nine."), (app.Index.Upserts, hit.Answer));
    }
}
