using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;
using SmartPbx.Sip.Transport.Streams;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class ConnectionLimitTests
{
    private static readonly SipListener Listener = SocketStack.On(SipTransportKind.Tcp);

    [Fact]
    public void Ten_thousand_connections_are_the_most()
    {
        var table = new ConnectionTable(SipConnectionLimits.Default);

        for (int i = 0; i < 10_000; i++)
            Assert.True(table.TryAdd(Connection(i + 1, $"10.0.{i >> 8}.{i & 255}")));

        Assert.False(table.TryAdd(Connection(20_000, "192.0.2.1")));
        Assert.Equal(10_000, table.Count);
    }

    [Fact]
    public void One_source_has_its_share_and_gets_it_back()
    {
        var table = new ConnectionTable(SipConnectionLimits.Default with { MaxPerSource = 2 });
        var first = Connection(1, "192.0.2.1");

        Assert.True(table.TryAdd(first));
        Assert.True(table.TryAdd(Connection(2, "192.0.2.1")));
        Assert.False(table.TryAdd(Connection(3, "192.0.2.1")));
        Assert.True(table.TryAdd(Connection(4, "192.0.2.2")));
        table.Remove(first);
        table.Remove(first);
        Assert.True(table.TryAdd(Connection(5, "192.0.2.1")));
    }

    [Fact]
    public void Addresses_of_one_ipv6_network_are_one_source()
    {
        var table = new ConnectionTable(SipConnectionLimits.Default with { MaxPerSource = 1 });

        Assert.True(table.TryAdd(Connection(1, "2001:db8::1")));
        Assert.False(table.TryAdd(Connection(2, "2001:db8::2")));
        Assert.True(table.TryAdd(Connection(3, "2001:db8:0:1::1")));
    }

    [Fact]
    public void Strangers_never_take_the_room_of_those_who_are_known()
    {
        var table = new ConnectionTable(SipConnectionLimits.Default with { MaxConnections = 3, MaxStrangers = 1 });
        var stranger = Connection(1, "192.0.2.1", isStranger: true);

        Assert.True(table.TryAdd(stranger));
        Assert.False(table.TryAdd(Connection(2, "192.0.2.2", isStranger: true)));
        Assert.True(table.TryAdd(Connection(3, "192.0.2.3")));
        table.Promote(stranger);
        Assert.True(table.TryAdd(Connection(4, "192.0.2.4", isStranger: true)));
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_the_others_live()
    {
        await using var bob = Stack(limits => limits with { MaxPerSource = 1 });
        using var first = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        await first.WriteAsync(first.Options("a"));
        await first.ReadToAsync("Call-ID: a");

        using var second = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await second.ClosedAsync();
        await first.WriteAsync(first.Options("b"));
        await first.ReadToAsync("Call-ID: b");
    }

    [Fact]
    public async Task A_slow_drip_is_closed()
    {
        await using var bob = Stack(limits => limits with { MessageTimeout = TimeSpan.FromSeconds(1) });
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.WriteAsync(peer.Options("drip")[..^20]);

        await peer.ClosedAsync();
        Assert.Empty(bob.User.Requests);
    }

    [Fact]
    public async Task A_silent_stranger_is_closed_and_one_that_becomes_known_is_not()
    {
        var gate = new Gate();
        await using var bob = Stack(limits => limits with { StrangerTime = TimeSpan.FromSeconds(2) }, gate);
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        await peer.ClosedAsync();

        using var friend = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        gate.Knows = true;
        await Task.Delay(TimeSpan.FromSeconds(4)); // twice the time of a stranger
        await friend.WriteAsync(friend.Options("known"));
        await friend.ReadToAsync("Call-ID: known");
    }

    [Fact]
    public async Task A_peer_that_reads_nothing_is_closed_and_delays_nobody()
    {
        await using var bob = Stack(limits => limits with { MaxQueuedBytes = 100_000, WriteTimeout = TimeSpan.FromSeconds(1) });
        using var deaf = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        deaf.Socket.ReceiveBufferSize = 4_096;
        using var other = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);
        await deaf.WriteAsync(deaf.Options("0"));
        await Eventually.TrueAsync(() => !bob.User.Requests.IsEmpty, "the connection is known");
        var flow = bob.User.Requests.Single().Flow;

        var outcomes = Enumerable.Range(0, 400).Select(_ => bob.Send(bob.Request(SipMethod.Options, flow, bodyBytes: 30_000), flow)).ToList();
        await other.WriteAsync(other.Options("other"));

        await other.ReadToAsync("Call-ID: other");
        foreach (var _ in outcomes)
            Assert.Equal("transport error", await bob.NextAsync());
        Assert.False(bob.Stack.IsAlive(flow));
    }

    private static SipConnection Connection(long id, string source, bool isStranger = false) => new(
        new SipFlow(SipTransportKind.Tcp, new IPEndPoint(IPAddress.Parse(source), 5060), id), false,
        new StreamSettings(SipLimits.Default, SipConnectionLimits.Default, TimeProvider.System, new ConnectionIds(new SeededTokens(1))), null!) { IsStranger = isStranger };

    private static SocketStack Stack(Func<SipConnectionLimits, SipConnectionLimits> change, ISipGate? gate = null) =>
        new(options => options with { Connections = change(SipConnectionLimits.Default), Gate = gate }, Listener);

    private sealed class Gate : ISipGate
    {
        public bool Knows { get; set; }

        public bool MayEnter(ReadOnlySpan<byte> message, SipFlow flow) => true;

        public bool IsKnown(IPAddress address) => Knows;
    }
}
