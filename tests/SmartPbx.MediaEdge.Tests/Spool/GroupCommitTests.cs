using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Spool;

public sealed class GroupCommitTests
{
    private readonly SkippingClock _clock = new();
    private readonly ConcurrentQueue<string> _groups = [];
    private readonly NotNow _disk = new();

    [Fact]
    public async Task Those_who_come_together_are_written_together_in_their_order()
    {
        await using (var commit = Commit())
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => commit.AppendAsync(Line(i))));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => i.ToString(CultureInfo.InvariantCulture)), string.Concat(_groups).TrimEnd('\n').Split('\n'));
        Assert.InRange(_groups.Count, 1, 50);
    }

    [Fact]
    public async Task What_the_disk_refuses_is_tried_again_before_anything_else_and_nobody_is_told_meanwhile()
    {
        await using var commit = Commit();
        _disk.Refuses = true;
        var first = commit.AppendAsync(Line(1));
        await Eventually.TrueAsync(() => _disk.Refusals > 0, "the first is refused");
        var second = commit.AppendAsync(Line(2));
        Assert.False(first.IsCompleted || second.IsCompleted);

        _disk.Refuses = false;
        _clock.Skip(TimeSpan.FromSeconds(2));
        await Task.WhenAll(first, second);

        Assert.Equal(["1\n", "2\n"], _groups);
    }

    [Fact]
    public async Task Whose_owner_gives_up_is_told_and_the_next_is_written()
    {
        await using var commit = Commit(maxTries: 1);
        _disk.Refuses = true;
        await Assert.ThrowsAsync<IOException>(() => commit.AppendAsync(Line(1)));
        _disk.Refuses = false;
        await commit.AppendAsync(Line(2));

        Assert.Equal(["2\n"], _groups);
    }

    [Fact]
    public async Task What_waits_is_written_before_the_end()
    {
        Task waiting;
        await using (var commit = Commit()) waiting = commit.AppendAsync(Line(1));

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(["1\n"], _groups);
    }

    [Fact]
    public async Task A_bug_leaves_nobody_waiting()
    {
        var commit = new GroupCommit("test", _ => throw new NotSupportedException("a bug"), (_, _) => true, _clock);

        await Assert.ThrowsAsync<InvalidOperationException>(() => commit.AppendAsync(Line(1)));
        await Assert.ThrowsAsync<NotSupportedException>(async () => await commit.DisposeAsync());
    }

    private GroupCommit Commit(int maxTries = int.MaxValue) => new("test", lines =>
    {
        _disk.Write();
        _groups.Enqueue(string.Concat(lines.Select(line => Encoding.UTF8.GetString(line.Span))));
    }, (_, tries) => tries < maxTries, _clock);

    private static byte[] Line(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private sealed class NotNow
    {
        private int _refusals;

        public volatile bool Refuses;

        public int Refusals => Volatile.Read(ref _refusals);

        public void Write()
        {
            if (!Refuses) return;
            Interlocked.Increment(ref _refusals);
            throw new IOException("as the test wants it");
        }
    }
}
