using System.Net;
using System.Runtime.CompilerServices;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transactions.Settled;
using SmartPbx.Sip.Transport;
using static SmartPbx.Sip.Transactions.TransactionActions;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>What is left of a transaction knows all that its machine may still ask for, and is no object.</summary>
public sealed class SettledTransactionsTests : IDisposable
{
    private static readonly TimeSpan _delay = TimeSpan.FromSeconds(32);
    private static readonly SipFlow _flow = SipFlow.Udp(TwoStacks.AliceAddress);

    private readonly ManualTimeProvider _clock = new();
    private readonly SettledTransactions _settled;
    private int _wakes;

    public SettledTransactionsTests() => _settled = new SettledTransactions(_clock, () => _wakes++);

    [Fact]
    public void No_line_of_a_machine_asks_a_settled_transaction_for_more_than_to_send_again()
    {
        int settled = 0;
        foreach (var kind in Enum.GetValues<TransactionKind>())
        {
            foreach (var state in Enum.GetValues<TransactionState>())
            {
                var record = Record(kind, "key", state);
                record.Late = new LateAnswers(_flow);
                if (record.LastTimer is not { } last)
                    continue;
                settled++;
                var allowed = SendResponse | SendAck | (state == TransactionState.Accepted ? PassResponse : None); // of an answer that nobody waits for
                Assert.Equal(TransactionState.Terminated, record.Next(last).Next);
                Assert.All(Enum.GetValues<TransactionInput>(), input =>
                {
                    var (next, actions) = record.Next(input);
                    Assert.Contains(next, new[] { state, TransactionState.Terminated });
                    Assert.True((actions & ~allowed) == None || input == TransactionInput.TransportError, $"{kind} {state} {input}: {actions}");
                });
            }
        }
        Assert.Equal(6, settled);
    }

    [Theory]
    [InlineData(TransactionKind.InviteClient, TransactionState.Calling)]
    [InlineData(TransactionKind.InviteClient, TransactionState.Proceeding)]
    [InlineData(TransactionKind.InviteClient, TransactionState.Accepted)]
    [InlineData(TransactionKind.NonInviteClient, TransactionState.Proceeding)]
    [InlineData(TransactionKind.InviteServer, TransactionState.Proceeding)]
    [InlineData(TransactionKind.InviteServer, TransactionState.Completed)]
    [InlineData(TransactionKind.InviteServer, TransactionState.Accepted)]
    [InlineData(TransactionKind.NonInviteServer, TransactionState.Proceeding)]
    internal void Whoever_may_hear_more_is_not_settled(TransactionKind kind, TransactionState state) => Assert.Null(Record(kind, "key", state).LastTimer);

    [Fact]
    public void All_that_was_written_is_read_again()
    {
        var flow = new SipFlow(SipTransportKind.Tls, new IPEndPoint(IPAddress.Parse("2001:db8::7"), 5061), 42) { ServerName = "carrier.example", Local = TwoStacks.BobAddress };
        var record = Record(TransactionKind.InviteServer, "the key", TransactionState.Acknowledged);
        (record.AckKey, record.MergeKey, record.Message, record.Destination) = ("the ack", "the merge", [1, 2, 3], flow);
        _settled.Add(record, _delay);

        Assert.True(_settled.TryFindServer("the key", out var entry));
        Assert.Equal((TransactionKind.InviteServer, TransactionState.Acknowledged, "tag", flow), (entry.Kind, entry.State, entry.LocalTag, entry.Destination));
        Assert.Equal([1, 2, 3], entry.Message.ToArray());
        Assert.True(_settled.HasAck("the ack"));
        Assert.True(_settled.HasMerged("the merge"));
        Assert.False(_settled.TryFindClient("the key", out _));
        Assert.False(_settled.TryFindServer("the kex", out _));
        Assert.False(_settled.HasAck("the key"));
    }

    [Fact]
    public void What_is_known_of_late_answers_grows_in_its_place()
    {
        var record = Record(TransactionKind.InviteClient, "key", TransactionState.Accepted);
        record.Late = new LateAnswers(SipFlow.Udp(TwoStacks.BobAddress)) { Reason = "SIP;cause=487", LastNumber = 7 };
        record.Late.Know("first");
        _settled.Add(record, _delay);

        Assert.True(_settled.TryFindClient(record.Key, out var entry));
        var late = entry.Late;
        Assert.False(late.TryKnow("first"));
        Assert.True(late.TryKnow("second"));
        entry.Late = late;

        Assert.True(_settled.TryFindClient(record.Key, out entry));
        Assert.Equal(("SIP;cause=487", 7U, SipFlow.Udp(TwoStacks.BobAddress)), (entry.Late.Reason, entry.Late.LastNumber, entry.Late.Target));
        Assert.False(entry.Late.TryKnow("second"));
        Assert.Equal(record.Message, entry.Message.ToArray());
        for (int i = 2; i < LateAnswers.MaxKnown; i++)
            Assert.True(late.TryKnow($"tag {i}"));
        Assert.False(late.TryKnow("one too many"));
        entry.Late = late;
        Assert.Equal(record.Message, entry.Message.ToArray());
    }

    [Fact]
    public void Each_is_found_for_its_time_and_not_after_it()
    {
        const int Count = 3_000; // some chunks
        for (int i = 0; i < Count; i++)
        {
            _settled.Add(Record(i % 2 == 0 ? TransactionKind.NonInviteServer : TransactionKind.InviteServer, $"key {i}", i % 2 == 0 ? TransactionState.Completed : TransactionState.Acknowledged), _delay);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal(Count, _settled.Count);
        Assert.All(Enumerable.Range(0, Count), i => Assert.True(_settled.TryFindServer($"key {i}", out _)));

        _clock.Advance(_delay - TimeSpan.FromSeconds(2));
        _settled.Expire();

        Assert.InRange(_settled.Count, 1_900, 2_000); // one second of three is over, in grains of a tenth
        Assert.False(_settled.TryFindServer("key 800", out _));
        Assert.True(_settled.TryFindServer("key 1001", out _));

        _clock.Advance(_delay);
        _settled.Expire();
        Assert.Equal(0, _settled.Count);
        Assert.All(Enumerable.Range(0, Count), i => Assert.False(_settled.TryFindServer($"key {i}", out _)));
    }

    [Fact]
    public void The_clock_wakes_it_when_the_first_is_due()
    {
        _settled.Add(Record(TransactionKind.NonInviteServer, "long", TransactionState.Completed), _delay);
        _settled.Add(Record(TransactionKind.NonInviteClient, "short", TransactionState.Completed), TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, _wakes);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, _wakes);
        _settled.Expire();
        Assert.Equal(1, _settled.Count);
        _clock.Advance(_delay);
        Assert.Equal(2, _wakes);
    }

    [Fact]
    public void One_that_ends_early_leaves_its_neighbours()
    {
        foreach (string key in (string[])["one", "two", "three"])
            _settled.Add(Record(TransactionKind.NonInviteServer, key, TransactionState.Completed), _delay);
        Assert.True(_settled.TryFindServer("two", out var entry));
        _settled.End(entry);
        _settled.End(entry);

        Assert.Equal(2, _settled.Count);
        Assert.False(_settled.TryFindServer("two", out _));
        Assert.True(_settled.TryFindServer("three", out _));
        _settled.Add(Record(TransactionKind.NonInviteServer, "two", TransactionState.Completed), _delay); // the same key again: not to be lost with the first
        _clock.Advance(_delay - TimeSpan.FromSeconds(1));
        _settled.Expire();
        Assert.True(_settled.TryFindServer("two", out _));
        _clock.Advance(TimeSpan.FromSeconds(2));
        _settled.Expire();
        Assert.Equal(0, _settled.Count);
    }

    [Fact]
    public void A_message_of_any_size_is_kept()
    {
        byte[] large = [.. Enumerable.Range(0, 300_000).Select(i => (byte)i)];
        foreach (string key in (string[])["before", "large", "behind"])
        {
            var record = Record(TransactionKind.NonInviteServer, key, TransactionState.Completed);
            record.Message = key == "large" ? large : [1];
            _settled.Add(record, _delay);
        }
        Assert.True(_settled.TryFindServer("large", out var entry));
        Assert.True(large.AsSpan().SequenceEqual(entry.Message));
        Assert.True(_settled.TryFindServer("behind", out entry));
        Assert.Equal([1], entry.Message.ToArray());
    }

    [Fact]
    public void Nothing_of_the_transaction_stays_alive()
    {
        var (record, key) = AddOne();
        GC.Collect();

        Assert.False(record.IsAlive);
        Assert.False(key.IsAlive);
        Assert.True(_settled.TryFindServer("a key of its own 7", out _));

        [MethodImpl(MethodImplOptions.NoInlining)]
        (WeakReference, WeakReference) AddOne()
        {
            var made = Record(TransactionKind.NonInviteServer, $"a key of its own {Environment.CurrentManagedThreadId - Environment.CurrentManagedThreadId + 7}", TransactionState.Completed);
            _settled.Add(made, _delay);
            return (new WeakReference(made), new WeakReference(made.Key));
        }
    }

    [Fact]
    public void Memory_is_used_again_and_given_back()
    {
        using var memory = new SettledMemory();
        var lane = new SettledLane(memory, _delay);
        var first = lane.Append(100);
        var second = lane.Append(100);
        Assert.Equal((first.Chunk, first.Start + 100), (second.Chunk, second.Start));
        var large = memory.Rent(1_000_000);
        memory.Return(large);
        Assert.True(large.IsClosed);

        SettledChunk[] chunks = [.. Enumerable.Range(0, 100).Select(_ => memory.Rent(1))];
        Array.ForEach(chunks, memory.Return);
        Assert.Equal(32, chunks.Count(chunk => !chunk.IsClosed));
        Assert.Contains(memory.Rent(1), chunks);

        Assert.True(lane.TryPeek(out var oldest));
        Assert.Equal((first.Chunk, first.Start, 200), (oldest.Chunk, oldest.Start, oldest.Length));
        lane.Drop(100);
        Assert.True(lane.TryPeek(out oldest));
        Assert.Equal(second.Start, oldest.Start);
        lane.Drop(100);
        Assert.False(lane.TryPeek(out _));
        Assert.Equal(0, lane.Append(100).Start);
    }

    [Fact]
    public void Memory_that_is_closed_is_not_looked_at()
    {
        var memory = new SettledMemory();
        var slot = new SettledLane(memory, _delay).Append(100);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory[slot with { Start = 1 << 17 }].Length);
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory[slot].Length);
    }

    public void Dispose() => _settled.Dispose();

    private static TransactionRecord Record(TransactionKind kind, string key, TransactionState state) =>
        new(kind, key) { State = state, Message = [7, 8, 9], Destination = _flow, LocalTag = kind == TransactionKind.InviteServer ? "tag" : "" };
}
