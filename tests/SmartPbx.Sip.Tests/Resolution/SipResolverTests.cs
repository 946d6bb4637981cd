using System.Net.Sockets;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Resolution.Dns;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;
using static SmartPbx.Sip.Tests.Kit.DnsZone;

namespace SmartPbx.Sip.Tests.Resolution;

/// <summary>RFC 3263 §4 against a scripted name server.</summary>
public sealed class SipResolverTests : IDisposable
{
    private readonly ScriptedDns _server = new();

    [Fact]
    public async Task A_number_is_not_asked_for()
    {
        Assert.Equal("192.0.2.1:5060", await FindAsync("sip:192.0.2.1"));
        Assert.Equal("", await FindAsync("sip:[2001:db8::1]")); // no listener for IPv6
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task A_port_asks_for_addresses_only()
    {
        _server.Add("example.com", DnsRecordType.A, A("example.com", "192.0.2.1"));

        Assert.Equal("192.0.2.1:5070", await FindAsync("sip:example.com:5070"));
        Assert.Equal("tcp:192.0.2.1:5070", await FindAsync("sip:example.com:5070;transport=tcp"));
        Assert.Equal("tls:192.0.2.1:5070=example.com", await FindAsync("sips:example.com:5070"));
        Assert.Equal(["example.com A"], _server.Asked.Distinct());
    }

    [Fact]
    public async Task A_transport_asks_for_its_service()
    {
        _server.Add("_sip._tcp.example.com", DnsRecordType.Srv, Srv("_sip._tcp.example.com", 1, 1, 5080, "a.example.com"));
        _server.Add("a.example.com", DnsRecordType.A, A("a.example.com", "192.0.2.1"));

        Assert.Equal("tcp:192.0.2.1:5080", await FindAsync("sip:example.com;transport=tcp"));
    }

    [Fact]
    public async Task Naptr_chooses_the_transport()
    {
        _server.Add("example.com", DnsRecordType.Naptr,
            Naptr("example.com", 30, 10, "SIP+D2U", "_sip._udp.example.com"), Naptr("example.com", 10, 50, "SIPS+D2T", "_sips._tcp.example.com"),
            Naptr("example.com", 5, 1, "SIPS+D2W", "_ws.example.com"), Naptr("example.com", 5, 1, "SIP+D2T", "other", flags: "u"),
            Naptr("example.com", 10, 20, "sip+d2t", "_sip._tcp.example.com"));
        _server.Add("_sip._udp.example.com", DnsRecordType.Srv, Srv("_sip._udp.example.com", 1, 1, 5060, "a.example.com"));
        _server.Add("_sip._tcp.example.com", DnsRecordType.Srv, Srv("_sip._tcp.example.com", 1, 1, 5061, "a.example.com"));
        _server.Add("_sips._tcp.example.com", DnsRecordType.Srv, Srv("_sips._tcp.example.com", 1, 1, 5062, "a.example.com"));
        _server.Add("a.example.com", DnsRecordType.A, A("a.example.com", "192.0.2.1"));

        Assert.Equal("tcp:192.0.2.1:5061 tls:192.0.2.1:5062=example.com 192.0.2.1:5060", await FindAsync("sip:example.com"));
        Assert.Equal("tls:192.0.2.1:5062=example.com", await FindAsync("sips:example.com"));
    }

    [Fact]
    public async Task Without_naptr_the_services_of_our_transports_are_asked_for()
    {
        _server.Add("_sip._udp.example.com", DnsRecordType.Srv,
            Srv("_sip._udp.example.com", 20, 0, 5060, "b.example.com"), Srv("_sip._udp.example.com", 10, 0, 5066, "a.example.com"));
        _server.Add("a.example.com", DnsRecordType.A, A("a.example.com", "192.0.2.1"), A("a.example.com", "192.0.2.2"));
        _server.Add("b.example.com", DnsRecordType.A, A("b.example.com", "192.0.2.3"));

        Assert.Equal("192.0.2.1:5066 192.0.2.2:5066 192.0.2.3:5060", await FindAsync("sip:example.com"));
    }

    [Fact]
    public async Task Without_services_the_domain_is_a_host()
    {
        _server.Add("example.com", DnsRecordType.A, A("example.com", "192.0.2.1"));

        Assert.Equal("192.0.2.1:5060", await FindAsync("sip:user@example.com"));
        Assert.Equal("tls:192.0.2.1:5061=example.com", await FindAsync("sips:example.com"));
    }

    [Fact]
    public async Task A_service_that_is_said_not_to_exist_gives_nothing()
    {
        _server.Add("_sip._tcp.example.com", DnsRecordType.Srv, Srv("_sip._tcp.example.com", 0, 0, 0, "."));

        Assert.Equal("", await FindAsync("sip:example.com;transport=tcp"));
    }

    [Fact]
    public async Task Hosts_with_both_families_come_in_the_preferred_order()
    {
        _server.Add("example.com", DnsRecordType.A, A("example.com", "192.0.2.1"));
        _server.Add("example.com", DnsRecordType.Aaaa, Aaaa("example.com", "2001:db8::1"));

        Assert.Equal("[2001:db8::1]:5060 192.0.2.1:5060",
            await FindAsync("sip:example.com:5060", Options with { Families = [AddressFamily.InterNetworkV6, AddressFamily.InterNetwork] }));
    }

    [Fact]
    public async Task Transports_that_we_have_not_are_left_out()
    {
        _server.Add("example.com", DnsRecordType.A, A("example.com", "192.0.2.1"));

        Assert.Equal("", await FindAsync("sip:example.com;transport=tcp", Options with { Kinds = [SipTransportKind.Udp] }));
        Assert.Equal("", await FindAsync("sips:example.com", Options with { Kinds = [SipTransportKind.Udp] }));
        Assert.Equal("", await FindAsync("sip:example.com;transport=ws"));
        Assert.Equal("", await FindAsync("sip:example.com;transport=sctp"));
        Assert.Equal("", await FindAsync("tel:+15551000"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whichever_answer_fails_the_others_are_used_or_there_is_none(int broken)
    {
        int asked = 0;
        _server.Add("example.com", DnsRecordType.Naptr, Naptr("example.com", 1, 1, "SIP+D2U", "_sip._udp.example.com"));
        _server.Add("_sip._udp.example.com", DnsRecordType.Srv,
            Srv("_sip._udp.example.com", 1, 0, 5061, "a.example.com"), Srv("_sip._udp.example.com", 2, 0, 5062, "b.example.com"));
        _server.Add("a.example.com", DnsRecordType.A, A("a.example.com", "192.0.2.1"));
        _server.Add("b.example.com", DnsRecordType.A, A("b.example.com", "192.0.2.2"));
        _server.Instead = (query, _) => Interlocked.Increment(ref asked) == broken ? [ScriptedDns.Answer(query, code: 2)] : null;

        string found = await FindAsync("sip:example.com", Options with { Dns = Options.Dns with { Attempts = 1 } });

        Assert.Contains(found, (string[])["192.0.2.1:5061 192.0.2.2:5062", "192.0.2.1:5061", "192.0.2.2:5062", ""]);
        Assert.Equal(broken > 4 ? "192.0.2.1:5061 192.0.2.2:5062" : found, found);
    }

    [Fact]
    public async Task A_server_that_never_answers_costs_a_bounded_time()
    {
        _server.Instead = (_, _) => [];

        Assert.Equal("", await FindAsync("sip:example.com", Options with { Dns = Options.Dns with { Timeout = TimeSpan.FromSeconds(30), TotalTimeout = TimeSpan.FromMilliseconds(300) } }));
    }

    public void Dispose() => _server.Dispose();

    private SipResolverOptions Options => new() { Dns = new DnsOptions { Servers = [_server.EndPoint], Timeout = TimeSpan.FromSeconds(5) } };

    private async Task<string> FindAsync(string uri, SipResolverOptions? options = null)
    {
        var found = await new SipResolver(options ?? Options).ResolveAsync(SipUri.Parse(uri), default).AsTask().WaitAsync(SocketStack.Patience);
        return string.Join(' ', found);
    }
}
