using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class CallMailboxTests
{
    private readonly CallMailbox _mailbox = new();
    private readonly List<(CallInput Input, int Thread)> _read = [];

    [Fact]
    public void What_the_sip_loop_brings_is_read_before_it_goes_on()
    {
        _ = ReadAsync();

        Assert.True(_mailbox.TryHandle(new CallInput.DrainOver()));
        Assert.True(_mailbox.TryHandle(new CallInput.Cancelled(null)));

        Assert.Equal([typeof(CallInput.DrainOver), typeof(CallInput.Cancelled)], _read.Select(one => one.Input.GetType()));
        Assert.All(_read, one => Assert.Equal(Environment.CurrentManagedThreadId, one.Thread));
    }

    [Fact]
    public async Task What_others_bring_is_read_elsewhere()
    {
        var reading = ReadAsync(1);
        var poster = new Thread(() => _mailbox.TryPost(new CallInput.DrainOver()));
        poster.Start();
        poster.Join();

        await reading.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.NotEqual(poster.ManagedThreadId, Assert.Single(_read).Thread);
    }

    [Fact]
    public async Task Reader_that_waits_for_somebody_gets_what_came_meanwhile_in_order()
    {
        var somebody = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = ReadAsync(3, somebody.Task);

        for (uint number = 1; number <= 3; number++) Assert.True(_mailbox.TryHandle(new CallInput.AckLost(LegSide.Caller, number)));
        Assert.Single(_read); // the SIP loop was not held up
        somebody.SetResult();
        await reading.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal([1u, 2u, 3u], _read.Select(one => ((CallInput.AckLost)one.Input).Invite));
    }

    [Fact]
    public void Media_events_beyond_the_limit_are_coalesced_and_make_room_when_they_are_read()
    {
        for (var i = 0; i < CallMailbox.MaxWaitingMedia + 5; i++) Assert.True(_mailbox.TryPost(new CallInput.MediaLost(LegSide.Caller)));
        Assert.True(_mailbox.TryTake(out _));
        Assert.True(_mailbox.TryPost(new CallInput.MediaLost(LegSide.Callee)));

        Assert.Equal(CallMailbox.MaxWaitingMedia, _mailbox.Close().Count);
    }

    [Fact]
    public void Closed_mailbox_gives_back_what_waits_and_takes_nothing()
    {
        Assert.True(_mailbox.TryPost(new CallInput.DrainOver()));

        Assert.IsType<CallInput.DrainOver>(Assert.Single(_mailbox.Close()));
        Assert.False(_mailbox.TryPost(new CallInput.DrainOver()));
        Assert.False(_mailbox.TryHandle(new CallInput.DrainOver()));
    }

    [Fact]
    public async Task Many_writers_lose_nothing_and_meet_one_reader_at_a_time()
    {
        const int Writers = 8, Each = 2_000;
        var reading = ReadAsync(Writers * Each);
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (uint i = 0; i < Each; i++)
                Assert.True(writer % 2 == 0 ? _mailbox.TryHandle(new CallInput.AckLost(LegSide.Caller, i)) : _mailbox.TryPost(new CallInput.AckLost(LegSide.Callee, i)));
        }));
        await Task.WhenAll(writing);

        await reading.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(Writers * Each, _read.Count);
    }

    private async Task ReadAsync(int count = int.MaxValue, Task? first = null)
    {
        var isReading = 0;
        while (_read.Count < count)
        {
            await _mailbox.WaitAsync().ConfigureAwait(false); // the call has no context to go back to either
            while (_mailbox.TryTake(out var input))
            {
                Assert.Equal(1, Interlocked.Increment(ref isReading));
                _read.Add((input, Environment.CurrentManagedThreadId));
                Interlocked.Decrement(ref isReading);
                if (first is { IsCompleted: false }) await first.ConfigureAwait(false);
            }
        }
    }
}
