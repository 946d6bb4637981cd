using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transactions;

public sealed class TimerQueueTests
{
    private readonly ManualTimeProvider _clock = new();
    private int _wakes;

    [Fact]
    public void Timers_come_in_the_order_of_their_due_times_whatever_their_delays()
    {
        using var queue = Queue();
        var random = new Random(4);
        List<(TransactionRecord Record, TimeSpan Due)> expected = [];
        var now = TimeSpan.Zero;
        for (int i = 0; i < 500; i++)
        {
            var delay = TimeSpan.FromMilliseconds(500 << random.Next(6));
            var record = Record();
            queue.Add(record, TransactionInput.TimerA, delay);
            expected.Add((record, now + delay));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            now += TimeSpan.FromMilliseconds(1);
        }
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(expected.OrderBy(one => one.Due).Select(one => one.Due), Taken(queue).Select(record => expected.Single(one => one.Record == record).Due));
    }

    [Fact]
    public void A_cancelled_timer_never_comes_and_its_neighbours_do()
    {
        using var queue = Queue();
        TransactionRecord[] records = [Record(), Record(), Record(), Record()];
        foreach (var record in records)
        {
            queue.Add(record, TransactionInput.TimerA, TimeSpan.FromMilliseconds(500));
            queue.Add(record, TransactionInput.TimerB, TimeSpan.FromSeconds(32));
        }
        queue.Cancel(records[0]);
        queue.Cancel(records[2]);
        queue.Cancel(records[3]);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal([records[1], records[1]], Taken(queue));
    }

    [Fact]
    public void A_timer_used_again_is_only_the_new_transactions()
    {
        using var queue = Queue();
        var (first, second) = (Record(), Record());
        queue.Add(first, TransactionInput.TimerA, TimeSpan.FromMilliseconds(500));
        queue.Add(first, TransactionInput.TimerB, TimeSpan.FromSeconds(32));
        queue.Cancel(first);
        queue.Add(second, TransactionInput.TimerB, TimeSpan.FromSeconds(32));
        queue.Add(first, TransactionInput.TimerE, TimeSpan.FromSeconds(1));
        queue.Cancel(first);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(first.Timers);
        Assert.True(queue.TryTake(out var taken, out var input));
        Assert.Equal((second, TransactionInput.TimerB), (taken, input));
        Assert.False(queue.TryTake(out _, out _));
    }

    [Fact]
    public void A_timer_taken_is_no_longer_the_transactions()
    {
        using var queue = Queue();
        var record = Record();
        queue.Add(record, TransactionInput.TimerA, TimeSpan.FromMilliseconds(500));
        queue.Add(record, TransactionInput.TimerB, TimeSpan.FromSeconds(32));
        queue.Add(record, TransactionInput.TimerCancel, TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(2, Taken(queue).Count);

        Assert.Equal((TransactionInput.TimerB, null), (record.Timers!.Input, record.Timers.Older));
    }

    [Fact]
    public void The_clock_wakes_it_when_the_earliest_is_due()
    {
        using var queue = Queue();
        queue.Add(Record(), TransactionInput.TimerB, TimeSpan.FromSeconds(32));
        queue.Add(Record(), TransactionInput.TimerA, TimeSpan.FromMilliseconds(500));
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(0, _wakes);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _wakes);
        Assert.Single(Taken(queue));
        _clock.Advance(TimeSpan.FromSeconds(31.5));
        Assert.Equal(2, _wakes);
    }

    private TimerQueue Queue() => new(_clock, () => _wakes++);

    private static List<TransactionRecord> Taken(TimerQueue queue)
    {
        List<TransactionRecord> taken = [];
        while (queue.TryTake(out var record, out _)) taken.Add(record);
        return taken;
    }

    private static TransactionRecord Record() =>
        new ClientTransaction(
            new SipRequest(SipMethod.Bye, SipUri.Parse("sip:b@c")) { TopVia = new Via("UDP", "a", null) { Parameters = new SipParameters(new SipParameter("branch", "z9hG4bK1")) } },
            new RequestWay(SipFlow.Udp(TwoStacks.AliceAddress), []), IgnoredOutcome.Instance, DeafHost.Instance).Record;
}
