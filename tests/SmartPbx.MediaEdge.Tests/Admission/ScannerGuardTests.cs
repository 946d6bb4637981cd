using System.Net;
using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Admission;

public sealed class ScannerGuardTests : IDisposable
{
    private static readonly SipFlow Stranger = SipFlow.Udp(IPEndPoint.Parse("198.51.100.1:5060"));
    private readonly ManualClock _clock = new();
    private readonly BindingTable _bindings;
    private readonly EdgeMetrics _metrics = new();
    private readonly ScannerGuard _guard;

    public ScannerGuardTests()
    {
        _bindings = new BindingTable(new EdgeOptions { EdgeId = new EdgeId("e"), DataFolder = "" }, _clock);
        _guard = new ScannerGuard(_bindings, _metrics, _clock);
    }

    [Fact]
    public void Wrong_passwords_are_tolerated_a_few_times_and_then_silence_that_port()
    {
        Fail(Stranger, ScannerGuard.Tolerated - 1);
        Assert.False(_guard.IsSilenced(Stranger));
        Fail(Stranger, 1);
        Assert.True(_guard.IsSilenced(Stranger));
        Assert.False(_guard.IsSilenced(Port(Stranger, 9999)));
    }

    [Fact]
    public void Offences_from_several_ports_silence_the_address()
    {
        FailFromPorts(ScannerGuard.ToleratedPorts - 1);
        Assert.False(_guard.IsSilenced(Port(Stranger, 9999)));
        FailFromPorts(ScannerGuard.ToleratedPorts);
        Assert.True(_guard.IsSilenced(Port(Stranger, 9999)));
    }

    [Fact]
    public void One_port_that_goes_on_is_one_port()
    {
        for (var offence = 0; offence < 20; offence++)
        {
            Fail(Stranger, ScannerGuard.Tolerated);
            _clock.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.False(_guard.IsSilenced(Port(Stranger, 9999)));
    }

    [Fact]
    public void Address_with_a_live_call_or_a_proven_password_is_never_silenced_as_a_whole()
    {
        FailFromPorts(ScannerGuard.ToleratedPorts);
        Assert.False(_guard.IsSilenced(Port(Stranger, 9999), hasCall: true));

        _guard.Succeeded(Port(Stranger, 9998));
        FailFromPorts(ScannerGuard.ToleratedPorts);
        Assert.False(_guard.IsSilenced(Port(Stranger, 9999)));
        Assert.True(_guard.IsSilenced(Port(Stranger, 10_001)));
    }

    [Fact]
    public void Silence_grows_with_each_offence_and_is_bounded()
    {
        var lengths = new List<double>();
        for (var offence = 0; offence < 6; offence++)
        {
            Fail(Stranger, ScannerGuard.Tolerated);
            var length = 0.0;
            while (_guard.IsSilenced(Stranger))
            {
                _clock.Advance(TimeSpan.FromSeconds(30));
                length += 30;
            }
            lengths.Add(length);
        }
        Assert.Equal([30, 60, 120, 240, 300, 300], lengths);
    }

    [Fact]
    public void An_hour_of_peace_is_forgiveness()
    {
        Fail(Stranger, ScannerGuard.Tolerated - 1);
        _clock.Advance(TimeSpan.FromMinutes(61));
        Fail(Stranger, ScannerGuard.Tolerated - 1);
        Assert.False(_guard.IsSilenced(Stranger));
    }

    [Fact]
    public void Registered_flow_is_never_touched_and_its_neighbours_only_port_by_port()
    {
        Register(Stranger);
        Fail(Stranger, 1_000);
        Assert.False(_guard.IsSilenced(Stranger));

        var attacker = Port(Stranger, 6000);
        Fail(attacker, 1_000);
        Assert.True(_guard.IsSilenced(attacker));
        Assert.False(_guard.IsSilenced(Stranger));
        Assert.False(_guard.IsSilenced(Port(Stranger, 6001)));
    }

    [Fact]
    public void Right_password_clears_the_address()
    {
        Fail(Stranger, ScannerGuard.Tolerated - 1);
        _guard.Succeeded(Stranger);
        Fail(Stranger, ScannerGuard.Tolerated - 1);
        Assert.False(_guard.IsSilenced(Stranger));
    }

    [Fact]
    public void Table_stays_bounded()
    {
        for (var i = 0; i < ScannerGuard.MaxSources + 100; i++) _guard.Failed(SipFlow.Udp(new IPEndPoint(i + 1L, 5060)));
        Assert.InRange(_guard.Count, 1, ScannerGuard.MaxSources);
    }

    [Theory]
    [InlineData("friendly-scanner", true)]
    [InlineData("SIPVicious/0.3", true)]
    [InlineData("VaxSIPUserAgent/3.1", true)]
    [InlineData("baresip v3.1", false)]
    [InlineData("Linphone/5", false)]
    [InlineData("sipsak 0.9.8", false)]
    public void Scanner_is_known_by_its_own_words(string agent, bool caught)
    {
        var message = Encoding.ASCII.GetBytes($"OPTIONS sip:100@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 1.2.3.4\r\nUser-Agent: {agent}\r\n\r\n");
        Assert.Equal(caught, _guard.Catches(message, Stranger));
        Assert.False(_guard.IsSilenced(Stranger)); // a datagram's source may be anybody's
        var connection = new SipFlow(SipTransportKind.Tcp, Stranger.Remote, 1);
        Assert.Equal(caught, _guard.Catches(message, connection));
        Assert.Equal(caught, _guard.IsSilenced(connection));
    }

    public void Dispose() => _metrics.Dispose();

    private void Fail(SipFlow flow, int times)
    {
        for (var i = 0; i < times; i++) _guard.Failed(flow);
    }

    private void FailFromPorts(int ports)
    {
        for (var port = 0; port < ports; port++) Fail(Port(Stranger, 10_001 + port), ScannerGuard.Tolerated);
    }

    private void Register(SipFlow flow) => _bindings.TryPut(TestEdge.Demo, "1008",
        new Binding(NameAddr.Parse("<sip:1008@10.0.0.1>"), flow, _clock.GetUtcNow().AddHours(1), "c", 1));

    private static SipFlow Port(SipFlow flow, int port) => SipFlow.Udp(new IPEndPoint(flow.Remote.Address, port));
}
