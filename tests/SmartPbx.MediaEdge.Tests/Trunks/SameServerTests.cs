using System.Net;
using System.Net.Sockets;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Trunks;

/// <summary>Targets and trunks that turn out to be one and the same server.</summary>
public class SameServerTests
{
    private const string Mobile = "01012345678";

    [Fact]
    public async Task Two_names_of_one_server_are_one_way()
    {
        await using var carrier = new TestCarrier { InviteStatus = 500 };
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk() with { Targets = ["sip:one.carrier.example", "sip:two.carrier.example"] }, OutboundCallTests.Plan(),
            e => e.Resolver = new OneServer(carrier.Phone.Stack.BoundEndPoint));
        await using var phone = await edge.RegisteredPhoneAsync();

        Assert.Equal(503, (await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status);
        Assert.Single(carrier.Of(SipMethod.Invite));
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Server_that_refused_one_trunk_is_asked_by_the_next()
    {
        await using var carrier = new TestCarrier { InviteStatus = 503 };
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk("one"), OutboundCallTests.Plan(rule => rule with { Trunks = ["one", "two"] }), e => e.Put(carrier.Trunk("two")));
        await using var phone = await edge.RegisteredPhoneAsync();

        Assert.Equal(503, (await phone.CallAs("1008", edge.Sip, Mobile).FinalAsync()).Status);
        Assert.Equal(2, carrier.Of(SipMethod.Invite).Select(invite => (invite.CallId, invite.From.Tag)).Distinct().Count());
        Assert.Equal([503, 503], (await edge.CdrAsync()).Legs.Skip(1).Select(l => l.SipStatus ?? 0)); // and not 482 (RFC 3261 §8.2.2.2)
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Server_that_is_silent_is_not_asked_again_by_another_trunk()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.9"), 0));
        await using var last = new TestCarrier("127.0.0.10");
        var one = last.Trunk("one") with { Targets = [$"sip:{silent.Client.LocalEndPoint}"] };
        await using var edge = await OutboundCallTests.StartAsync(one, OutboundCallTests.Plan(rule => rule with { Trunks = ["one", "two", "three"] }), e =>
        {
            e.Put(one with { Name = "two" });
            e.Put(last.Trunk("three"));
        });
        await using var phone = await edge.RegisteredPhoneAsync();
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        last.Phone.Answer(await last.Phone.RequestAsync(SipMethod.Invite));
        await (await call.AnsweredAsync()).ByeAsync();

        Assert.Equal(["one", "three"], (await edge.CdrAsync()).Legs.Skip(1).Select(l => l.Trunk));
        await edge.NothingLeaksAsync();
    }

    private sealed class OneServer(IPEndPoint address) : ISipResolver
    {
        public ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<SipFlow>>([SipFlow.Udp(address)]);
    }
}
