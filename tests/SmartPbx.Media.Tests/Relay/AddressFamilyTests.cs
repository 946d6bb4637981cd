using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Relay;

public sealed class AddressFamilyTests : IDisposable
{
    private static readonly byte[] Payload = new byte[160];

    private readonly EngineFixture _engine = new(options => options with { OtherBindAddress = IPAddress.IPv6Loopback });
    private readonly RtpPeer _four = new(4);
    private readonly RtpPeer _six = new(6, IPAddress.IPv6Loopback);

    public void Dispose()
    {
        _engine.Dispose();
        _four.Dispose();
        _six.Dispose();
    }

    [Fact]
    public void Peers_of_different_families_hear_each_other()
    {
        (MediaLeg a, MediaLeg b) = Bridge();
        byte[] fromFour = _four.Send(a.RtpPort, Payload);
        Assert.Equal(fromFour, _six.Receive());
        byte[] fromSix = _six.Send(b.RtpPort, Payload);
        Assert.Equal(fromSix, _four.Receive());
        Assert.Equal(_six.EndPoint, b.ReadStatistics().Source);
    }

    [Fact]
    public void A_leg_follows_its_peer_into_the_other_family_and_back()
    {
        MediaLeg leg = _engine.OpenLeg(_four.Remote());
        _four.Send(leg.RtpPort, Payload);
        Deadline.Until(() => _four.EndPoint.Equals(leg.ReadStatistics().Source), "locked to the first");
        foreach (RtpPeer peer in (RtpPeer[])[_six, _four, _six])
        {
            Assert.True(leg.TryUse(peer.EndPoint.AddressFamily));
            leg.SetRemote(peer.Remote());
            _engine.Settle();
            peer.Send(leg.RtpPort, Payload);
            Deadline.Until(() => peer.EndPoint.Equals(leg.ReadStatistics().Source), "the stream follows");
            leg.Playout.Enqueue(new short[160]);
            Assert.Equal(0, peer.ReceiveRtp().PayloadType);
        }
    }

    [Fact]
    public void What_comes_by_the_family_that_is_not_in_use_is_dropped_and_counted()
    {
        MediaLeg leg = _engine.OpenLeg(_four.Remote());
        Assert.True(leg.TryUse(AddressFamily.InterNetworkV6));
        _engine.Settle();
        for (int i = 0; i < 3; i++) _six.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().IgnoredSourcePackets == 3, "three are dropped");
        _four.Send(leg.RtpPort, Payload);
        Deadline.Until(() => leg.ReadStatistics().PacketsReceived == 1, "the peer's own is taken");
    }

    [Fact]
    public void A_leg_that_begins_in_the_other_family_binds_no_more_than_that()
    {
        Assert.True(_engine.Engine.TryOpenLeg("six", _engine.Events, AddressFamily.InterNetworkV6, out MediaLeg? leg));
        using (leg)
        {
            leg.SetRemote(_six.Remote());
            _engine.Settle();
            Assert.Equal(2, _engine.Engine.Counters.OpenSockets);
            _six.Send(leg.RtpPort, Payload);
            Deadline.Until(() => _six.EndPoint.Equals(leg.ReadStatistics().Source), "locked");
        }
    }

    [Fact]
    public void A_family_without_an_address_of_its_own_is_refused()
    {
        using var single = new EngineFixture();
        MediaLeg leg = single.OpenLeg();
        Assert.True(leg.TryUse(AddressFamily.InterNetwork));
        Assert.False(leg.TryUse(AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void Ports_that_somebody_else_holds_in_the_other_family_are_refused()
    {
        MediaLeg leg = _engine.OpenLeg();
        using var foreign = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        foreign.Bind(new IPEndPoint(IPAddress.IPv6Loopback, leg.RtcpPort));
        Assert.False(leg.TryUse(AddressFamily.InterNetworkV6));
    }

    private (MediaLeg Four, MediaLeg Six) Bridge()
    {
        MediaLeg a = _engine.OpenLeg(_four.Remote()), b = _engine.OpenLeg();
        Assert.True(b.TryUse(AddressFamily.InterNetworkV6));
        b.SetRemote(_six.Remote());
        a.ConnectTo(b);
        _engine.Settle();
        return (a, b);
    }
}
