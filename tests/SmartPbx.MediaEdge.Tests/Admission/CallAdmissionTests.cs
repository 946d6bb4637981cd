using System.Net;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip;

namespace SmartPbx.MediaEdge.Tests.Admission;

public class CallAdmissionTests
{
    private static readonly Trunk Carrier = new() { TenantId = new TenantId("demo"), Name = "carrier", SourceAddresses = [], MaxCallsPerSecond = 2, MaxChannels = 3 };
    private readonly ManualClock _clock = new();
    private readonly CallAdmission _admission;

    public CallAdmissionTests() => _admission = new CallAdmission(new EdgeOptions { EdgeId = new EdgeId("e"), DataFolder = "", MaxCalls = 4, UnknownSourceInvitesPerSecond = 10 }, FileBudget.Of(long.MaxValue, wantedCalls: 4), _clock);

    [Fact]
    public void Trunk_is_held_to_its_calls_per_second()
    {
        Assert.Null(_admission.TryAdmit(Carrier, isEmergency: false, out _));
        Assert.Null(_admission.TryAdmit(Carrier, isEmergency: false, out _));
        Assert.Equal(CallOutcome.Overloaded, _admission.TryAdmit(Carrier, isEmergency: false, out _));
        _clock.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(_admission.TryAdmit(Carrier, isEmergency: false, out _));
    }

    [Fact]
    public void Ended_call_frees_its_channel_once()
    {
        Assert.Null(_admission.TryAdmit(null, isEmergency: false, out var ticket));
        ticket.Dispose();
        ticket.Dispose();
        Assert.Equal(0, _admission.Calls);
    }

    [Fact]
    public void Edge_is_held_to_its_calls()
    {
        for (var i = 0; i < 4; i++) Assert.Null(_admission.TryAdmit(null, isEmergency: false, out _));
        Assert.Equal(CallOutcome.Overloaded, _admission.TryAdmit(null, isEmergency: false, out _));
    }

    [Fact]
    public void Unknown_source_gets_ten_a_second_and_does_not_take_those_of_another()
    {
        var source = IPAddress.Parse("198.51.100.1");
        for (var i = 0; i < 10; i++) Assert.True(_admission.TryTakeUnknown(source));
        Assert.False(_admission.TryTakeUnknown(source));
        Assert.True(_admission.TryTakeUnknown(IPAddress.Parse("198.51.100.2")));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(_admission.TryTakeUnknown(source));
    }

    [Fact]
    public void While_messages_wait_too_long_nobody_is_admitted_but_an_emergency()
    {
        for (var i = 0; i < 20; i++)
        {
            _admission.Load.Observe(SipBacklog.Loop, TimeSpan.FromSeconds(0.1));
            _clock.Advance(TimeSpan.FromMilliseconds(20));
        }
        _admission.Load.Observe(SipBacklog.Socket, TimeSpan.Zero); // the queue of another
        Assert.Equal(CallOutcome.Overloaded, _admission.TryAdmit(Carrier, isEmergency: false, out _));
        Assert.Null(_admission.TryAdmit(null, isEmergency: true, out _));

        _admission.Load.Observe(SipBacklog.Loop, TimeSpan.Zero);
        Assert.Null(_admission.TryAdmit(Carrier, isEmergency: false, out _));
    }

    [Fact]
    public void Emergency_is_admitted_to_a_full_edge()
    {
        for (var i = 0; i < 4; i++) Assert.Null(_admission.TryAdmit(null, isEmergency: false, out _));
        Assert.Null(_admission.TryAdmit(null, isEmergency: true, out var ticket));
        Assert.Equal(5, _admission.Calls);
        ticket.Dispose();
        Assert.Equal(4, _admission.Calls);
    }

    [Fact]
    public void Draining_admits_nobody()
    {
        _admission.IsDraining = true;
        Assert.Equal(CallOutcome.Draining, _admission.TryAdmit(Carrier, isEmergency: false, out _));
    }
}
