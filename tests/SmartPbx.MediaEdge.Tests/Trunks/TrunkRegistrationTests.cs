using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Trunks;

public class TrunkRegistrationTests
{
    [Fact]
    public async Task Registers_with_digest_refreshes_and_unregisters_at_the_drain()
    {
        await using var carrier = new TestCarrier { WantsDigest = true, GrantSeconds = 1 };
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Subscribed() with { Registration = new RegistrationSettings() }));
        await Eventually.TrueAsync(() => carrier.Registrations.Count >= 2, "registered and refreshed");

        var requests = carrier.Registrations.ToArray();
        Assert.Single(requests.Select(r => r.CallId).Distinct());
        Assert.True(requests[1].CSeq.Number > requests[0].CSeq.Number);
        Assert.Equal((TestCarrier.User, TestCarrier.Realm), (requests[0].To.Uri.User, requests[0].To.Uri.Host));
        Assert.Null(requests[0].Uri.User);
        Assert.Equal(3600u, requests[0].Expires);
        Assert.Contains("algorithm=SHA-256", requests[0].Headers["Authorization"], StringComparison.Ordinal);

        await edge.Runtime.DrainAsync(default);
        Assert.Equal(0u, carrier.Registrations.Last().Expires);
    }

    [Fact]
    public async Task Longer_time_that_the_carrier_wants_is_asked_for()
    {
        await using var carrier = new TestCarrier { MinExpires = 7200 };
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Subscribed() with { Registration = new RegistrationSettings() }));
        await Eventually.TrueAsync(() => !carrier.Registrations.IsEmpty, "registered");

        Assert.Equal(7200u, Assert.Single(carrier.Registrations).Expires);
        Assert.Equal(2, carrier.Of(SipMethod.Register).Count());
    }

    [Fact]
    public async Task Wrong_password_is_tried_once_and_told()
    {
        await using var carrier = new TestCarrier { WantsDigest = true };
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Trunk() with
        {
            Credentials = TrunkCredentials.Protect(new PlainSecrets(), TestCarrier.User, "guess"), Registration = new RegistrationSettings(),
        }));
        await Eventually.TrueAsync(() => edge.Bus.Of("trunk.state_changed").Any(), "the trunk is told down");

        Assert.Equal(2, carrier.Of(SipMethod.Register).Count());
        Assert.Empty(carrier.Registrations);
        Assert.Contains("smartpbx_trunk_registered{tenant=\"demo\",trunk=\"out\"} 0", edge.Get<PrometheusWriter>().Write(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_registration_is_tried_again_and_comes_up()
    {
        await using var carrier = new TestCarrier { RegisterStatus = 503 };
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Subscribed() with { Registration = new RegistrationSettings() }), ("Edge:Trunks:RetrySeconds", "0.2"));
        await Eventually.TrueAsync(() => carrier.Of(SipMethod.Register).Count() >= 2, "tried again");
        carrier.RegisterStatus = 200;
        await Eventually.TrueAsync(() => !carrier.Registrations.IsEmpty, "registered at last");

        await Eventually.TrueAsync(() => TrunkStatus.Of(edge.Get<TrunkBoard>(), DateTimeOffset.UtcNow).Single(t => t.Trunk == "out").Registered == true, "the status says so");
    }

    [Fact]
    public async Task Broken_registrar_passes_it_to_the_next_target()
    {
        await using var first = new TestCarrier { RegisterStatus = 500 };
        await using var second = new TestCarrier("127.0.0.10");
        await using var edge = await TestEdge.StartAsync(e => e.Put(first.Subscribed() with { Targets = [first.Target, second.Target], Registration = new RegistrationSettings() }));

        await Eventually.TrueAsync(() => !second.Registrations.IsEmpty, "registered with the second");
    }

    [Fact]
    public async Task Call_from_the_carrier_to_our_contact_finds_the_number_in_to()
    {
        await using var carrier = new TestCarrier();
        await using var edge = await TestEdge.StartAsync(e => e.Put(carrier.Subscribed() with { Registration = new RegistrationSettings() }));
        await Eventually.TrueAsync(() => !carrier.Registrations.IsEmpty, "registered");
        var contact = carrier.Registrations.First().Contact!.Uri;

        var a = await carrier.Phone.Call(edge.Sip, "2000", change: invite =>
        {
            invite.Uri = contact;
            invite.To = new NameAddr(new SipUri { User = "2000", Host = "carrier.example" });
        }).AnsweredAsync();
        await a.ByeAsync();
        var cdr = await edge.CdrAsync();
        Assert.Equal(("2000", "out", Domain.Calls.CallDirection.Inbound), (cdr.Callee, cdr.Trunk, cdr.Direction));
    }

    [Fact]
    public async Task Changed_trunk_takes_its_old_registration_back_before_it_makes_a_new_one()
    {
        await using var carrier = new TestCarrier();
        var trunk = carrier.Subscribed() with { Registration = new RegistrationSettings() };
        await using var edge = await TestEdge.StartAsync(e => e.Put(trunk));
        await Eventually.TrueAsync(() => carrier.Registrations.Count == 1, "registered");
        edge.Put(trunk with { Registration = new RegistrationSettings { ExpiresSeconds = 900 } });
        await Eventually.TrueAsync(() => carrier.Registrations.Count == 3, "registered anew");

        Assert.Equal([3600u, 0u, 900u], carrier.Registrations.Select(r => r.Expires));
    }
}
