using Microsoft.Extensions.Configuration;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Tests.Configuration;

public class EdgeOptionsReaderTests
{
    [Theory]
    [InlineData("Edge:EdgeId", "no spaces", "is no id")]
    [InlineData("Edge:Sip:Bind", "localhost", "is not address:port")]
    [InlineData("Edge:Dns:Servers", "ns.example.com", "is not address[:port]")]
    [InlineData("Edge:Sip:Listeners:0:Transport", "sctp", "is none of udp, tcp, tls, ws, wss")]
    [InlineData("Edge:Rtp:Bind", "everywhere", "is no IP address")]
    [InlineData("Edge:Rtp:FirstPort", "80", "from 1024 to 65534")]
    [InlineData("Edge:Rtp:LastPort", "10001", "fewer than 4 ports")]
    [InlineData("Edge:Rtp:Codecs", "PCMU,G729", "is not one of PCMU, PCMA, G722, opus")]
    [InlineData("Edge:Rtp:Codecs", "PCMU,pcmu", "each once")]
    [InlineData("Edge:Sip:SessionExpiresSeconds", "89", "from 90 to 86400")]
    [InlineData("Edge:NoAnswerSeconds", "soon", "no number of seconds")]
    [InlineData("Edge:AnswerUnknownSources", "perhaps", "neither true nor false")]
    [InlineData("Edge:DataFolder", "", "is missing")]
    [InlineData("Edge:Sip:AdvertisedHost", "a b", "no host name")]
    public void Refuses_and_names_the_key_and_the_reason(string key, string value, string reason)
    {
        var refused = Assert.Throws<EdgeConfigurationException>(() => Read((key, value)));

        Assert.Contains(key, Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_to_every_address_needs_an_advertised_one()
    {
        var refused = Assert.Throws<EdgeConfigurationException>(() => Read(("Edge:Sip:Bind", "0.0.0.0:5060"), ("Edge:Rtp:Bind", "0.0.0.0")));

        Assert.Equal(["Edge:Sip:AdvertisedHost", "Edge:Rtp:AdvertisedAddress"], refused.Problems.Select(p => p[..p.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Listeners_add_to_the_udp_one_that_bind_names()
    {
        var options = Read(("Edge:Sip:Bind", "127.0.0.1:5070"), ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "[::1]:5070"),
            ("Edge:Sip:Listeners:0:AdvertisedHost", "sip.example.com"), ("Edge:Sip:Listeners:0:AdvertisedPort", "5060"));

        Assert.Equal(["127.0.0.1:5070", "[::1]:5070"], options.SipListeners.Select(l => l.Bind.ToString()));
        Assert.Equal(("sip.example.com", 5060), (options.SipListeners[1].AdvertisedHost, options.SipListeners[1].AdvertisedPort));
    }

    [Fact]
    public void A_tls_listener_needs_its_files()
    {
        var refused = Assert.Throws<EdgeConfigurationException>(() => Read(("Edge:Sip:Listeners:0:Transport", "tls"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5061"),
            ("Edge:Sip:Listeners:0:CertificatePath", "/nowhere.pem"), ("Edge:Sip:Listeners:0:AllowsWildcards", "maybe")));

        Assert.Equal(["CertificatePath", "KeyPath", "AllowsWildcards"], refused.Problems.Select(p => p.Split(": ")[0].Split(':')[^1]));
    }

    [Fact]
    public void Listeners_without_bind_are_the_only_ones()
    {
        var options = Read(("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5090"));

        Assert.Equal(5090, Assert.Single(options.SipListeners).Bind.Port);
    }

    [Fact]
    public void Several_listeners_of_a_kind_are_taken_but_none_twice_at_one_port()
    {
        Assert.Equal(2, Read(("Edge:Sip:Bind", "127.0.0.1:5070"), ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5080")).SipListeners.Count);

        var refused = Assert.Throws<EdgeConfigurationException>(() => Read(("Edge:Sip:Listeners:0:Transport", "tcp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5070"),
            ("Edge:Sip:Listeners:1:Transport", "ws"), ("Edge:Sip:Listeners:1:Bind", "127.0.0.1:5070")));
        Assert.Contains("Edge:Sip:Listeners: more than one at 127.0.0.1:5070", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Ipv6_audio_stands_beside_that_of_ipv4()
    {
        var options = Read(("Edge:Rtp:Bind", "0.0.0.0"), ("Edge:Rtp:AdvertisedAddress", "192.0.2.1"), ("Edge:Rtp:Ipv6:Bind", "::"), ("Edge:Rtp:Ipv6:AdvertisedAddress", "2001:db8::1"));

        Assert.Equal(("0.0.0.0", "192.0.2.1"), (options.RtpBind.ToString(), options.RtpAdvertisedAddress.ToString()));
        Assert.Equal(("::", "2001:db8::1"), (options.RtpOtherBind?.ToString(), options.RtpOtherAdvertisedAddress?.ToString()));
        Assert.Null(Read().RtpOtherBind);
    }

    [Theory]
    [InlineData("Edge:Rtp:Ipv6:Bind", "127.0.0.1", "is no IPv6 address")]
    [InlineData("Edge:Rtp:Ipv6:Bind", "::", "is missing")]
    [InlineData("Edge:Rtp:Ipv6:AdvertisedAddress", "2001:db8::1", "is missing")]
    [InlineData("Edge:Rtp:AdvertisedAddress", "2001:db8::1", "different address families")]
    public void Addresses_of_audio_that_cannot_work_are_refused(string key, string value, string reason) =>
        Assert.Contains(reason, Assert.Throws<EdgeConfigurationException>(() => Read((key, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Ipv6_twice_is_refused() => Assert.Contains("IPv6 already",
        Assert.Throws<EdgeConfigurationException>(() => Read(("Edge:Rtp:Bind", "::1"), ("Edge:Rtp:Ipv6:Bind", "::1"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Says_all_problems_at_once() =>
        Assert.Equal(2, Assert.Throws<EdgeConfigurationException>(() => Read(("Edge:DrainSeconds", "-1"), ("Edge:Limits:MaxCalls", "0"))).Problems.Count);

    [Fact]
    public void Defaults_are_loopback()
    {
        var options = Read();

        Assert.Equal("127.0.0.1:5060", options.SipListeners.Single().Bind.ToString());
        Assert.Equal((10_000, 20_000, "127.0.0.1"), (options.RtpFirstPort, options.RtpLastPort, options.RtpAdvertisedAddress.ToString()));
    }

    [Fact]
    public void Second_process_on_the_same_folder_is_refused()
    {
        var options = Read(("Edge:DataFolder", Path.Combine(Path.GetTempPath(), $"edge-lock-{Guid.NewGuid():N}")));
        using var first = DataFolder.Take(options);

        Assert.Contains("Edge:DataFolder", Assert.Throws<EdgeConfigurationException>(() => DataFolder.Take(options)).Message, StringComparison.Ordinal);
        first.Dispose();
        System.IO.Directory.Delete(options.DataFolder, recursive: true);
    }

    private static EdgeOptions Read(params (string Key, string Value)[] settings) => EdgeOptionsReader.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Edge:DataFolder"] = "data" }.Concat(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)))
            .GroupBy(s => s.Key).Select(g => g.Last())).Build());
}
