using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Spool;

public sealed class EventSpoolTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"spool-{Guid.NewGuid():N}");
    private readonly MemoryBus _bus = new();
    private readonly DataFolder _folder;

    public EventSpoolTests() => _folder = DataFolder.Take(EdgeOptionsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Edge:DataFolder"] = _root }).Build()));

    [Fact]
    public async Task Half_a_line_of_a_killed_process_is_skipped_and_what_follows_is_published()
    {
        await using (var before = Spool()) await before.AppendAsync(Event("1"));
        await File.AppendAllTextAsync(System.IO.Directory.GetFiles(_folder.EventSpool, "*.jsonl").Single(), "{\"specversion\":\"1.0\",\"id");
        await using var spool = Spool();
        await spool.AppendAsync(Event("2"));

        await PublishUntilAsync(spool, 2);
        Assert.Equal(["1", "2"], _bus.Events.Select(e => e.Id));
    }

    [Fact]
    public async Task Published_events_do_not_go_out_again_after_a_restart()
    {
        await using (var before = Spool())
        {
            await before.AppendAsync(Event("1"));
            await PublishUntilAsync(before, 1);
        }
        await using var spool = Spool();
        await spool.AppendAsync(Event("2"));
        await PublishUntilAsync(spool, 2);

        Assert.Equal(["1", "2"], _bus.Events.Select(e => e.Id));
        Assert.Single(System.IO.Directory.GetFiles(_folder.EventSpool, "*.jsonl"));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await using var spool = Spool();
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => spool.AppendAsync(Event($"{i}"))));
        await PublishUntilAsync(spool, 500);

        Assert.Equal(500, _bus.Events.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task What_follows_a_full_segment_begins_another_and_the_full_one_goes_when_it_is_published()
    {
        await using var spool = Spool();
        var filling = new string('x', (int)EventSpool.SegmentBytes);
        foreach (var id in (string[])["1", "2", "3"]) await spool.AppendAsync(Event(id, filling));
        Assert.Equal(3, spool.ActiveSegment);
        await PublishUntilAsync(spool, 3);

        Assert.Equal(["1", "2", "3"], _bus.Events.Select(e => e.Id));
        Assert.Single(System.IO.Directory.GetFiles(_folder.EventSpool, "*.jsonl"));
    }

    [Fact]
    public async Task A_group_that_the_disk_refused_goes_out_once_and_in_its_place()
    {
        var refusals = 2;
        _folder.Writing = _ =>
        {
            if (refusals-- > 0) throw new IOException("as the test wants it");
        };
        await using var spool = Spool();
        await Task.WhenAll(spool.AppendAsync(Event("1")), spool.AppendAsync(Event("2")));
        await spool.AppendAsync(Event("3"));
        await PublishUntilAsync(spool, 3);

        Assert.Equal(["1", "2", "3"], _bus.Events.Select(e => e.Id));
        Assert.Equal(2, spool.Failures);
    }

    public void Dispose()
    {
        _folder.Dispose();
        System.IO.Directory.Delete(_root, recursive: true);
    }

    private EventSpool Spool() => new(_folder, TimeProvider.System, NullLogger<EventSpool>.Instance);

    private async Task PublishUntilAsync(EventSpool spool, int count)
    {
        using var stop = new CancellationTokenSource();
        var publisher = new EventPublisher(spool, _bus, TimeProvider.System, NullLogger<EventPublisher>.Instance);
        var running = publisher.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => _bus.Events.Count >= count && publisher.IsIdle, $"{count} events are published");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static CloudEvent Event(string id, string kind = "kind") => CloudEvent.Create(EventCatalogue.ConfigChanged, id, "/edge/test", new TenantId("demo"), "x", TimeProvider.System.GetUtcNow(),
        new ConfigChanged(kind, id, "test"));
}
