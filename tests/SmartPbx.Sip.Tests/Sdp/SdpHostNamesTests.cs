using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Resolution.Dns;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Sdp;

public sealed class SdpHostNamesTests
{
    private const string Text = "v=0\r\no=- 1 1 IN IP4 origin.example.com\r\ns=-\r\nc=IN IP4 media.example.com\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP6 3com.example.com \r\nm=audio 4002 RTP/AVP 0\r\nc=IN IP4 192.0.2.1\r\n";

    [Fact]
    public void Names_are_found_with_the_family_of_their_line() => Assert.Equal(
        [new SdpHostName("media.example.com", AddressFamily.InterNetwork), new SdpHostName("3com.example.com", AddressFamily.InterNetworkV6)],
        SdpHostNames.Find(Encoding.ASCII.GetBytes(Text)));

    [Theory]
    [InlineData("c=IN IP4 192.0.2.1\r\n")]
    [InlineData("c=IN IP6 2001:db8::1\r\n")]
    [InlineData("c=IN IP4 224.2.1.1/127\r\n")]
    [InlineData("c=IN IP4 \r\n")]
    [InlineData("c=IN IP4 two names\r\n")]
    [InlineData("a=c=IN IP4 name\r\n")]
    [InlineData("c=IN IP4")]
    [InlineData("")]
    public void Addresses_and_broken_lines_name_nobody(string text) => Assert.Empty(SdpHostNames.Find(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_description_of_names_only_is_bounded()
    {
        string many = string.Concat(Enumerable.Range(0, 1_000).Select(i => $"c=IN IP4 host-{i}.example.com\n"));

        Assert.Equal(SdpHostNames.Max, SdpHostNames.Find(Encoding.ASCII.GetBytes(many)).Count);
        Assert.Empty(SdpHostNames.Find(Encoding.ASCII.GetBytes("c=IN IP4 " + new string('a', 254))));
    }

    [Fact]
    public void Names_that_have_an_address_are_replaced_and_all_else_stays()
    {
        var addresses = new Dictionary<SdpHostName, IPAddress> { [new SdpHostName("media.example.com", AddressFamily.InterNetwork)] = IPAddress.Parse("192.0.2.9") };

        string replaced = Encoding.ASCII.GetString(SdpHostNames.Replace(Encoding.ASCII.GetBytes(Text), addresses));

        Assert.Equal(Text.Replace("media.example.com", "192.0.2.9", StringComparison.Ordinal), replaced);
    }

    [Fact]
    public async Task A_host_is_asked_for_in_its_family_once()
    {
        using var server = new ScriptedDns();
        server.Add("media.example.com", DnsRecordType.Aaaa, DnsZone.Aaaa("media.example.com", "2001:db8::1"));
        var resolver = new HostResolver(new DnsOptions { Servers = [server.EndPoint] }, SipTokens.Random, TimeProvider.System);

        for (int i = 0; i < 2; i++)
            Assert.Equal([IPAddress.Parse("2001:db8::1")], await resolver.FindAsync("media.example.com", AddressFamily.InterNetworkV6, CancellationToken.None));
        Assert.Empty(await resolver.FindAsync("media.example.com", AddressFamily.InterNetwork, CancellationToken.None));

        Assert.Equal(["media.example.com Aaaa", "media.example.com A"], server.Asked);
    }

    [Fact]
    public async Task A_server_that_is_silent_gives_nothing_in_its_time()
    {
        using var server = new ScriptedDns { Instead = (_, _) => [] };
        var resolver = new HostResolver(new DnsOptions { Servers = [server.EndPoint], TotalTimeout = TimeSpan.FromMilliseconds(50) }, SipTokens.Random, TimeProvider.System);

        Assert.Empty(await resolver.FindAsync("media.example.com", AddressFamily.InterNetwork, CancellationToken.None));
    }
}
