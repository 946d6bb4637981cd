using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Tests.Trunks;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>
/// The n-th DNS answer that is lost, over a whole call out to a trunk that is a domain with two servers (RFC 3263), of which the first refuses: the call fails
/// over to the second, or ends with a clean outcome when nobody could know of it.
/// </summary>
public sealed class DnsFaultTests
{
    private const string Mobile = "01012345678";
    private readonly NthFault _fault = new();
    private readonly SkippingClock _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nth_dns_answer_that_is_lost_costs_a_repeat_or_a_server_and_is_forgotten_when_dns_is_back(bool isLostForGood)
    {
        await using var first = new TestCarrier { InviteStatus = 503 };
        await using var second = new TestCarrier("127.0.0.10");
        second.Phone.Script = invite => Answers(second.Phone, invite);
        using var dns = new FaultyDns(_fault, first.Phone.Stack.BoundEndPoint, second.Phone.Stack.BoundEndPoint) { LosesForGood = isLostForGood };
        var resolver = new WatchedResolver(new SipResolver(new SipResolverOptions
        {
            Kinds = [SipTransportKind.Udp], TimeProvider = _clock, Dns = new DnsOptions { Servers = [dns.EndPoint], Timeout = TimeSpan.FromMilliseconds(500) },
        }));
        await using var edge = await OutboundCallTests.StartAsync(null, OutboundCallTests.Plan(), e => (e.Clock, e.Resolver) = (_clock, resolver));
        await using var phone = await edge.RegisteredPhoneAsync();
        var uses = 0; // as the call without a fault says: NAPTR, SRV, two addresses
        for (var n = 0; n <= uses; n++)
        {
            _fault.Arm(n);
            var domain = $"n{n}.carrier.example";
            edge.Put(first.Trunk() with { Targets = [$"sip:{domain}"] });
            await LocatedAsync(edge, domain, await resolver.FoundAsync(domain));
            if (n == 0) uses = _fault.Uses;
            Assert.InRange(uses, 4, 8);
            Assert.Equal(n > 0, _fault.Disarm());
            var status = await CallAsync(edge, phone);
            Assert.True(status == 200 || isLostForGood, $"the call with answer {n} of {uses} lost: {status}");
            Assert.Equal(resolver.Found(domain).Contains(SipFlow.Udp(second.Phone.Stack.BoundEndPoint)) ? 200 : 503, status);

            dns.Recover();
            _clock.Skip(TimeSpan.FromSeconds(resolver.Found(domain).Count == 0 ? 7 : 61)); // a trunk that is nowhere is looked for sooner
            await Eventually.TrueAsync(() => resolver.Found(domain).Count == 2, $"both servers are found again after answer {n} of {uses}");
            await LocatedAsync(edge, domain, resolver.Found(domain));
            Assert.Equal(200, await CallAsync(edge, phone));
        }
    }

    private static async Task<int> CallAsync(TestEdge edge, TestPhone phone)
    {
        var call = phone.CallAs("1008", edge.Sip, Mobile);
        var final = await call.FinalAsync();
        if (final.IsSuccess) Assert.Equal(200, (await call.Established(final).ByeAsync()).Status);
        await edge.NothingLeaksAsync();
        Assert.Equal(final.IsSuccess ? CallOutcome.CallerHungUp : CallOutcome.TrunkUnavailable, edge.Cdrs()[^1].Outcome);
        return final.Status;
    }

    private static Task LocatedAsync(TestEdge edge, string domain, IReadOnlyList<SipFlow> flows) => Eventually.TrueAsync(
        () => edge.Get<TrunkBoard>().All.SelectMany(trunk => trunk.Targets).Any(target => target.Uri.Host == domain && target.Flows.SequenceEqual(flows)), $"the trunk is at {domain}");

    private static bool Answers(TestPhone phone, ServerTransaction transaction)
    {
        if (transaction.Request.Method != SipMethod.Invite) return false;
        phone.Answer(transaction);
        return true;
    }
}
