using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Spool;

public class OutageTests
{
    [Fact]
    public async Task Events_wait_on_disk_while_the_bus_is_away_and_go_out_in_order_later()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Bus.IsAway = true;
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
        await edge.CdrAsync();
        await edge.NothingLeaksAsync();
        Assert.Empty(edge.Bus.Events);

        edge.Bus.IsAway = false;
        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the events arrive");
        Assert.Equal(["call.started", "call.answered", "ai.activated", "call.ended", "call.recording_saved"],
            edge.Bus.Events.Select(e => e.Type).Where(t => !t.StartsWith("agent.", StringComparison.Ordinal)));
        Assert.Equal(edge.Bus.Events.Select(e => e.Sequence).Order(), edge.Bus.Events.Select(e => e.Sequence));
    }

    [Fact]
    public async Task Spool_survives_a_restart()
    {
        await using var edge = await TestEdge.StartAsync();
        (edge.Bus.IsAway, edge.Blobs.IsAway) = (true, true);
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
        await edge.CdrAsync();
        await edge.NothingLeaksAsync();

        await edge.KillAsync();
        (edge.Bus.IsAway, edge.Blobs.IsAway) = (false, false);
        await edge.BootAsync();

        await Eventually.TrueAsync(() => edge.Bus.Of("call.recording_saved").Any(), "the recording is saved after all");
        Assert.Single(edge.Bus.Of("call.ended"));
        Assert.Contains(edge.Blobs.Files.Keys, k => k.EndsWith("/recording.wav", StringComparison.Ordinal));
        Assert.Contains(edge.Blobs.Files.Keys, k => k.EndsWith("/conversation.json", StringComparison.Ordinal));
        await Eventually.TrueAsync(() => System.IO.Directory.GetFiles(Path.Combine(edge.Folder, "recordings")).Length == 0, "the local copy is gone");
    }

    [Fact]
    public async Task Calls_are_routed_while_the_store_is_away_even_after_a_restart()
    {
        await using var edge = await TestEdge.StartAsync();
        edge.Store.IsAway = true;
        await edge.KillAsync();
        await edge.BootAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);

        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
        Assert.False(edge.Get<DirectoryService>().IsFresh);
        var copy = await File.ReadAllTextAsync(Path.Combine(edge.Folder, "directory.protected"));
        Assert.DoesNotContain("ha1", copy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_number_is_known_within_a_moment()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        Assert.Equal(404, (await caller.Call(edge.Sip, "3000").FinalAsync()).Status);

        edge.Put(new Domain.Directory.PhoneNumber { TenantId = TestEdge.Demo, Number = "3000" });
        await Eventually.TrueAsync(() => edge.Get<DirectoryService>().Current.Tenants[TestEdge.Demo].Numbers.ContainsKey("3000"), "the snapshot has it");
        await (await caller.Call(edge.Sip, "+3000").AnsweredAsync()).ByeAsync();
    }
}
