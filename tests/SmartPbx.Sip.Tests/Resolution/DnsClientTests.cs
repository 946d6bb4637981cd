using System.Net;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Resolution.Dns;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Resolution;

public sealed class DnsClientTests : IDisposable
{
    private readonly ScriptedDns _server = new();

    private DnsOptions Options => new() { Servers = [_server.EndPoint], Timeout = TimeSpan.FromSeconds(5) };

    [Fact]
    public async Task Records_are_read_and_remembered_as_long_as_they_say()
    {
        var clock = new ManualTimeProvider();
        var client = Client(Options, clock);
        _server.Add("sip.example.com", DnsRecordType.A, DnsZone.A("sip.example.com", "192.0.2.1", ttl: 90), DnsZone.A("sip.example.com", "192.0.2.2", ttl: 30));

        Assert.Equal(["192.0.2.1", "192.0.2.2"], await AddressesAsync(client, "SIP.example.com."));
        await AddressesAsync(client, "sip.example.com");
        Assert.Single(_server.Asked);
        clock.Advance(TimeSpan.FromSeconds(31));
        await AddressesAsync(client, "sip.example.com");
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task Aliases_are_followed_in_the_response_and_beyond()
    {
        var client = Client(Options);
        _server.Add("a.example.com", DnsRecordType.A, DnsZone.Cname("a.example.com", "b.example.com"), DnsZone.Cname("b.example.com", "c.example.com"));
        _server.Add("c.example.com", DnsRecordType.A, DnsZone.A("c.example.com", "192.0.2.3"));

        Assert.Equal(["192.0.2.3"], await AddressesAsync(client, "a.example.com"));
    }

    [Fact]
    public async Task Aliases_without_end_are_a_failure()
    {
        var client = Client(Options);
        _server.Add("a.example.com", DnsRecordType.A, DnsZone.Cname("a.example.com", "b.example.com"));
        _server.Add("b.example.com", DnsRecordType.A, DnsZone.Cname("b.example.com", "a.example.com"));

        Assert.True((await client.AskAsync("a.example.com", DnsRecordType.A, default)).IsFailure);
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_remembered_as_long_as_its_zone_says()
    {
        var clock = new ManualTimeProvider();
        var client = Client(Options, clock);
        _server.NegativeZone = "example.com"; // 30 s

        Assert.Empty(await AddressesAsync(client, "none.example.com"));
        await AddressesAsync(client, "none.example.com");
        Assert.Single(_server.Asked);
        clock.Advance(TimeSpan.FromSeconds(31));
        await AddressesAsync(client, "none.example.com");
        Assert.Equal(2, _server.Asked.Count);
    }

    [Fact]
    public async Task A_cut_answer_is_asked_for_again_over_tcp()
    {
        var client = Client(Options);
        _server.Add("big.example.com", DnsRecordType.A, DnsZone.A("big.example.com", "192.0.2.9"));
        _server.Instead = (query, _) => [ScriptedDns.Answer(query, ScriptedDns.Truncated)];

        Assert.Equal(["192.0.2.9"], await AddressesAsync(client, "big.example.com"));
        Assert.Equal(["big.example.com A", "big.example.com A tcp"], _server.Asked);
    }

    [Fact]
    public async Task What_does_not_answer_the_question_is_passed_over()
    {
        var client = Client(Options);
        byte[] forged = DnsZone.A("sip.example.com", "203.0.113.66");
        _server.Instead = (query, _) =>
        [
            [], [1, 2, 3],
            [(byte)~query[0], .. ScriptedDns.Answer(query, answers: [forged])[1..]], // another id
            query, // no response
            ScriptedDns.Answer([.. query[..12], .. DnsZone.Name("evil.example.com"), 0, 1, 0, 1], answers: [forged]), // another question
            ScriptedDns.Answer(query, answers: [[.. forged[..^2]]]), // cut short
            ScriptedDns.Answer(query, answers: [DnsZone.A("sip.example.com", "192.0.2.1")]),
        ];

        Assert.Equal(["192.0.2.1"], await AddressesAsync(client, "sip.example.com"));
    }

    [Fact]
    public async Task Records_of_other_names_are_not_believed()
    {
        var client = Client(Options);
        _server.Add("sip.example.com", DnsRecordType.A, DnsZone.A("bank.example.org", "203.0.113.66"), DnsZone.A("sip.example.com", "192.0.2.1"));

        Assert.Equal(["192.0.2.1"], await AddressesAsync(client, "sip.example.com"));
        Assert.Empty(await AddressesAsync(client, "bank.example.org"));
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_fails()
    {
        using var broken = new ScriptedDns { Instead = (query, _) => [ScriptedDns.Answer(query, code: 2)] };
        var nobody = new IPEndPoint(IPAddress.Loopback, TransportlessPort());
        var client = Client(Options with { Servers = [nobody, broken.EndPoint, _server.EndPoint] });
        _server.Add("sip.example.com", DnsRecordType.A, DnsZone.A("sip.example.com", "192.0.2.1"));

        Assert.Equal(["192.0.2.1"], await AddressesAsync(client, "sip.example.com"));
    }

    [Fact]
    public async Task A_lost_datagram_is_sent_again()
    {
        int asked = 0;
        var client = Client(Options with { Timeout = TimeSpan.FromSeconds(1), Attempts = 5 });
        _server.Add("sip.example.com", DnsRecordType.A, DnsZone.A("sip.example.com", "192.0.2.1"));
        _server.Instead = (_, _) => Interlocked.Increment(ref asked) == 1 ? [] : null;

        Assert.Equal(["192.0.2.1"], await AddressesAsync(client, "sip.example.com"));
    }

    [Fact]
    public async Task Silence_is_a_failure_that_is_remembered_briefly()
    {
        var client = Client(Options with { Timeout = TimeSpan.FromMilliseconds(200), Attempts = 1, FailureTtl = TimeSpan.FromMinutes(5) });
        _server.Instead = (_, _) => [];

        Assert.True((await client.AskAsync("sip.example.com", DnsRecordType.A, default)).IsFailure);
        Assert.True((await client.AskAsync("sip.example.com", DnsRecordType.A, default)).IsFailure);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task The_same_question_is_asked_once_at_a_time()
    {
        var client = Client(Options);
        _server.Add("sip.example.com", DnsRecordType.A, DnsZone.A("sip.example.com", "192.0.2.1", ttl: 60));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.AskAsync("sip.example.com", DnsRecordType.A, default)));

        Assert.Single(_server.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("한국")]
    [InlineData("a-label-that-is-longer-than-the-sixty-three-bytes-which-a-label-may-have.example.com")]
    public async Task What_is_no_name_is_not_asked_for(string name)
    {
        Assert.Empty((await Client(Options).AskAsync(name, DnsRecordType.A, default)).Records);
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public void The_cache_is_bounded()
    {
        var cache = new DnsCache(new ManualTimeProvider(), 10);

        for (int i = 0; i < 1_000; i++)
            cache.Put(new DnsQuestion($"{i}.example.com", DnsRecordType.A), new DnsAnswer([], TimeSpan.FromMinutes(1)));

        Assert.InRange(cache.Count, 1, 10);
    }

    [Fact]
    public void Name_servers_of_the_system_are_found() =>
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53"],
            ResolvConf.Parse("# comment\nsearch example.com\nnameserver 192.0.2.53\nnameserver\tbroken\n nameserver 2001:db8::53 \n").Select(server => server.ToString()));

    public void Dispose() => _server.Dispose();

    private static DnsClient Client(DnsOptions options, TimeProvider? clock = null) => new(options, SipTokens.Random, clock ?? TimeProvider.System);

    private static async Task<IReadOnlyList<string>> AddressesAsync(DnsClient client, string name) =>
        [.. (await client.AskAsync(name, DnsRecordType.A, default).WaitAsync(SocketStack.Patience)).Records.OfType<DnsRecord.Address>().Select(record => record.Value.ToString())];

    private static int TransportlessPort()
    {
        using var socket = RawPeer.Listen();
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
