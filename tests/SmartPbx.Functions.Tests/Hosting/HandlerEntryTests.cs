using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hosting;

public sealed class HandlerEntryTests
{
    private static CloudEvent Poison(FunctionApp app) => app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started) with
    {
        Data = System.Text.Json.JsonSerializer.SerializeToElement("no payload"),
    };

    [Fact]
    public async Task A_failed_handler_is_acknowledged_once_its_retry_is_scheduled()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.DeliverAsync(HandlerCatalogue.RecordCall, Poison(app));
        Assert.Equal(200, answer.Status);
        var retry = Assert.Single(app.Bus.Retries);
        Assert.Equal(("RecordCall", 2, app.Clock.GetUtcNow().AddMilliseconds(10)), (retry.Handler, retry.Attempt, retry.NotBefore));
    }

    [Fact]
    public async Task Poison_is_retried_with_growing_waits_then_dead_lettered_listed_and_replayed()
    {
        await using var app = await FunctionApp.StartAsync();
        var poison = Poison(app);
        for (var attempt = 1; attempt <= 4; attempt++) Assert.Equal(200, (await app.DeliverAsync(HandlerCatalogue.RecordCall, poison, attempt)).Status);
        Assert.Equal([10, 20, 40], app.Bus.Retries.Select(r => (r.NotBefore - app.Clock.GetUtcNow()).TotalMilliseconds));

        var letter = Assert.Single((await app.SendAsync("GET", "dead-letters")).Items)!;
        Assert.Equal(("RecordCall", 4), (letter["handler"]!.GetValue<string>(), letter["attempts"]!.GetValue<int>()));
        Assert.StartsWith("JsonException", letter["error"]!.GetValue<string>(), StringComparison.Ordinal);

        Assert.Equal(202, (await app.SendAsync("POST", $"dead-letters/{letter["dead_letter_id"]}/replay")).Status);
        Assert.Equal(("RecordCall", 1, poison.Id), (app.Bus.Retries[^1].Handler, app.Bus.Retries[^1].Attempt, app.Bus.Retries[^1].Event.Id));
        Assert.Empty((await app.SendAsync("GET", "dead-letters")).Items);
    }

    [Fact]
    public async Task A_dead_letter_that_is_written_twice_is_one()
    {
        await using var app = await FunctionApp.StartAsync();
        var poison = Poison(app);
        await app.DeliverAsync(HandlerCatalogue.RecordCall, poison, 4);
        await app.DeliverAsync(HandlerCatalogue.RecordCall, poison, 4);
        Assert.Single((await app.SendAsync("GET", "dead-letters")).Items);
    }

    [Fact]
    public async Task When_not_even_the_retry_can_be_stored_the_host_is_told_to_redeliver()
    {
        await using var app = await FunctionApp.StartAsync();
        app.Bus.IsDown = true;
        Assert.Equal(500, (await app.DeliverAsync(HandlerCatalogue.RecordCall, Poison(app))).Status);
    }

    [Fact]
    public async Task A_store_that_fails_once_leads_to_a_retry_and_nothing_is_lost()
    {
        await using var app = await FunctionApp.StartAsync();
        var started = app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started, 1);
        app.Store.BeforeCommit = _ => throw new IOException("disk");
        await app.DeliverAsync(HandlerCatalogue.RecordCall, started);
        app.Store.BeforeCommit = null;
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Bus.Retries.Single().Event, 2);
        Assert.NotNull(await app.FindAsync(FunctionApp.Acme, "e1-call1", CallDocuments.Calls, "e1-call1"));
    }

    [Fact]
    public async Task A_document_that_changed_meanwhile_is_decided_on_anew()
    {
        await using var app = await FunctionApp.StartAsync();
        var call = Samples.Call.Value;
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallStarted, call, Samples.Started, 1));
        var interfered = false;
        app.Store.BeforeCommit = partition =>
        {
            if (interfered) return;
            interfered = true;
            var record = app.FindAsync(FunctionApp.Acme, call, CallDocuments.Calls, call).GetAwaiter().GetResult()!;
            app.PutAsync(FunctionApp.Acme, call, CallDocuments.Calls, call, record with { RecordingFolder = "put/meanwhile/" }).GetAwaiter().GetResult();
        };
        await app.DeliverAsync(HandlerCatalogue.RecordCall,
            app.Event(EventCatalogue.CallAnswered, call, new CallAnswered(Samples.Call, CallSegmentKind.Agent, Samples.Start.AddSeconds(10)), 2));
        var after = await app.FindAsync(FunctionApp.Acme, call, CallDocuments.Calls, call);
        Assert.Equal(("put/meanwhile/", CallState.Established), (after!.RecordingFolder, after.State));
    }

    [Fact]
    public async Task An_event_that_a_handler_does_not_know_is_acknowledged()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.DeliverAsync(HandlerCatalogue.MeterUsage, app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started));
        Assert.Equal(200, answer.Status);
        var later = app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started) with { Type = "call.from_the_future" };
        Assert.Equal(200, (await app.DeliverAsync(HandlerCatalogue.RecordCall, later)).Status);
        Assert.Empty(app.Bus.Retries);
    }

    [Fact]
    public async Task A_copy_meant_for_another_handler_is_left_alone()
    {
        await using var app = await FunctionApp.StartAsync();
        var message = new TriggerMessage(app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started), 1, 1, "DeliverWebhook");
        var envelope = $$$"""{"Data":{"message":{{{System.Text.Json.JsonSerializer.Serialize(message.Event, Domain.SmartPbxJson.Options)}}}},"Metadata":{"ApplicationProperties":{"handler":"DeliverWebhook"} } }""";
        Assert.Equal(200, (await app.TriggerAsync("RecordCall", envelope)).Status);
        Assert.Null(await app.FindAsync(FunctionApp.Acme, "e1-call1", CallDocuments.Calls, "e1-call1"));
    }

    [Fact]
    public async Task A_malformed_envelope_is_not_acknowledged()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.TriggerAsync("RecordCall", "{}");
        Assert.Equal((400, "malformed_trigger"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Triggers_do_not_exist_for_the_network()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.TriggerAsync("RecordCall", "{}", withKey: false);
        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_answer_has_exactly_the_form_that_the_host_wants()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallStarted, "e1-call1", Samples.Started));
        Assert.Equal("application/json", answer.Raw.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Outputs", "Logs", "ReturnValue"], answer.Body!.AsObject().Select(p => p.Key));
        Assert.Equal("{}", answer["Outputs"].ToJsonString());
        Assert.Contains("\"ReturnValue\":null", answer.Text, StringComparison.Ordinal);
    }
}
