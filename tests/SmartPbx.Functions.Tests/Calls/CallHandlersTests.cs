using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.Domain.Usage;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Calls;

public sealed class CallHandlersTests
{
    private static readonly string Call = Samples.Call.Value;

    private static CloudEvent[] Life(FunctionApp app) =>
    [
        app.Event(EventCatalogue.CallStarted, Call, Samples.Started, 1),
        app.Event(EventCatalogue.AiActivated, Call, new AiActivated(Samples.Call, "no_answer", Samples.Start.AddSeconds(9)), 2),
        app.Event(EventCatalogue.CallAnswered, Call, new CallAnswered(Samples.Call, CallSegmentKind.Agent, Samples.Start.AddSeconds(10)), 3),
        app.Event(EventCatalogue.CallEnded, Call, Samples.Cdr, 4),
    ];

    private static Task<CallRecord?> RecordAsync(FunctionApp app) => app.FindAsync(FunctionApp.Acme, Call, CallDocuments.Calls, Call);

    [Fact]
    public async Task A_call_record_grows_with_its_events()
    {
        await using var app = await FunctionApp.StartAsync();
        var life = Life(app);
        foreach (var step in life[..3]) await app.DeliverAsync(HandlerCatalogue.RecordCall, step);
        var live = (await RecordAsync(app))!;
        Assert.Equal((CallState.Established, true, CallType.AiCall, null), (live.State, live.AiHandled, live.CallType, live.EndedAt));
        Assert.Single((await app.SendAsync("GET", "calls?live=true")).Items);
        await app.DeliverAsync(HandlerCatalogue.RecordCall, life[3]);
        Assert.Equal("caller_hung_up", (await app.SendAsync("GET", $"calls/{Call}"))["outcome"].GetValue<string>());
        Assert.Empty((await app.SendAsync("GET", "calls?live=true")).Items);
    }

    [Fact]
    public async Task Every_order_of_delivery_with_duplicates_gives_the_same_record()
    {
        CallRecord? expected = null;
        foreach (var order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [0, 3, 1, 2], [0, 2, 2, 1, 0, 3, 3, 1], [3, 0, 3, 1, 2]])
        {
            await using var app = await FunctionApp.StartAsync();
            var life = Life(app);
            foreach (var step in order) await app.DeliverAsync(HandlerCatalogue.RecordCall, life[step]);
            var record = (await RecordAsync(app))! with { Cdr = null };
            expected ??= record;
            Assert.Equal(expected, record);
        }
    }

    [Fact]
    public async Task Who_listened_is_in_the_record_in_whatever_order_it_is_told()
    {
        CallSupervised Told(SupervisionStatus status, SupervisionMode mode, int second) => new(Samples.Call, new SupervisionId("s1"), new UserId("boss"), "1011", status, mode,
            null, null, Samples.Start.AddSeconds(20), Samples.Start.AddSeconds(second));
        foreach (var order in (int[][])[[0, 1, 2, 3], [3, 2, 1, 0], [0, 2, 2, 1, 3]])
        {
            await using var app = await FunctionApp.StartAsync();
            await app.DeliverAsync(HandlerCatalogue.RecordCall, Life(app)[0]);
            CloudEvent[] told =
            [
                app.Event(EventCatalogue.CallSupervised, Call, Told(SupervisionStatus.Ringing, SupervisionMode.Listen, 10) with { JoinedAt = null }, 5),
                app.Event(EventCatalogue.CallSupervised, Call, Told(SupervisionStatus.Active, SupervisionMode.Listen, 20), 6),
                app.Event(EventCatalogue.CallSupervised, Call, Told(SupervisionStatus.Active, SupervisionMode.Barge, 30), 7),
                app.Event(EventCatalogue.CallSupervised, Call, Told(SupervisionStatus.Ended, SupervisionMode.Barge, 40), 8),
            ];
            foreach (var step in order) await app.DeliverAsync(HandlerCatalogue.RecordCall, told[step]);
            var record = Assert.Single((await RecordAsync(app))!.Supervisions!);
            Assert.Equal([SupervisionMode.Listen, SupervisionMode.Barge], record.Changes.Select(change => change.Mode));
            Assert.Equal(Samples.Start.AddSeconds(40), record.LeftAt);
        }
    }

    [Fact]
    public async Task A_late_start_does_not_bring_an_ended_call_back_to_life()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.RecordCall, Life(app)[3]);
        await app.DeliverAsync(HandlerCatalogue.RecordCall, Life(app)[0]);
        Assert.Equal(CallState.Terminated, (await RecordAsync(app))!.State);
    }

    [Fact]
    public async Task An_event_before_its_call_is_known_comes_again_later()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.RecordCall, Life(app)[2]);
        Assert.Equal(2, Assert.Single(app.Bus.Retries).Attempt);
    }

    [Fact]
    public async Task Usage_rows_add_up_to_the_time_from_answer_to_bye_and_are_metered_once()
    {
        await using var app = await FunctionApp.StartAsync();
        var ended = Life(app)[3];
        await app.DeliverAsync(HandlerCatalogue.RecordCall, ended);
        await app.DeliverAsync(HandlerCatalogue.MeterUsage, ended);
        await app.DeliverAsync(HandlerCatalogue.MeterUsage, ended);
        await app.DeliverAsync(HandlerCatalogue.MeterUsage, ended with { Id = "replayed" });
        await app.DrainAsync(HandlerCatalogue.RecordCall);

        var usage = await app.SendAsync("GET", $"calls/{Call}/usage");
        Assert.Equal(30_500, usage["total_ms"].GetValue<long>());
        Assert.Equal(["agent_ms", "bridged_ms", "stt_ms", "tts_characters"], usage.Items.Select(row => row!["meter"]!.GetValue<string>()).Order());
        var cost = PriceBook.Default.Cost(Meter.BridgedMs, 10_000) + PriceBook.Default.Cost(Meter.AgentMs, 20_500) + PriceBook.Default.Cost(Meter.SttMs, 9_000) +
            PriceBook.Default.Cost(Meter.TtsCharacters, 250);
        Assert.Equal(cost, usage["cost_micros"].GetValue<long>());
        Assert.Equal(cost, (await RecordAsync(app))!.CostMicros);
        Assert.Single(app.Store.Published, e => e.Type == "usage.metered");
    }

    [Fact]
    public async Task Minutes_on_a_carriers_line_are_counted_beside_the_others()
    {
        await using var app = await FunctionApp.StartAsync();
        var outbound = Samples.Cdr with { Direction = CallDirection.Outbound, Trunk = "carrier", SentNumber = "+8210" };
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallEnded, Call, outbound, 5));
        await app.DeliverAsync(HandlerCatalogue.MeterUsage, app.Event(EventCatalogue.CallEnded, Call, outbound, 5));

        var usage = await app.SendAsync("GET", $"calls/{Call}/usage");
        Assert.Equal(30_500, usage["total_ms"].GetValue<long>());
        Assert.Equal(10_000, usage.Items.Single(row => row!["meter"]!.GetValue<string>() == "outbound_ms")!["quantity"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_call_that_is_not_billable_costs_nothing()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.MeterUsage, app.Event(EventCatalogue.CallEnded, Call, Samples.Cdr with { Outcome = CallOutcome.NoAck }));
        Assert.Empty(app.Store.Published);
    }

    [Fact]
    public async Task Lists_calls_by_page_and_date()
    {
        await using var app = await FunctionApp.StartAsync();
        for (var day = 1; day <= 5; day++)
        {
            var cdr = Samples.Cdr with { CallId = new Domain.Identity.CallId($"e1-c{day}"), StartedAt = new DateTimeOffset(2026, 11, day, 0, 0, 0, TimeSpan.Zero) };
            await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallEnded, cdr.CallId.Value, cdr, 1));
        }
        var first = await app.SendAsync("GET", "calls?limit=2");
        Assert.Equal(["e1-c5", "e1-c4"], first.Items.Select(i => i!["call_id"]!.GetValue<string>()));
        var second = await app.SendAsync("GET", $"calls?limit=2&cursor={first["next_cursor"]}");
        Assert.Equal(["e1-c3", "e1-c2"], second.Items.Select(i => i!["call_id"]!.GetValue<string>()));
        Assert.Equal(2, (await app.SendAsync("GET", "calls?date_from=2026-11-02T00:00:00Z&date_to=2026-11-04T00:00:00Z")).Items.Count);
        Assert.Equal("invalid_cursor", (await app.SendAsync("GET", "calls?cursor=nonsense")).Code);
        Assert.Equal("invalid_field", (await app.SendAsync("GET", "calls?limit=0")).Code);
        Assert.Equal("malformed_request", (await app.SendAsync("GET", "calls?limit=many")).Code);
    }
}
