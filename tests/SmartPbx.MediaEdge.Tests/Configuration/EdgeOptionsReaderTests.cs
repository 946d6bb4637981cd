using Microsoft.Extensions.Configuration;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Tests.Configuration;

public class EdgeOptionsReaderTests
{
    [Theory]
    [InlineData("Edge:EdgeId", "no spaces", "is no id")]
    [InlineData("Edge:Sip:Bind", "localhost", "is not address:port")]
    [InlineData("Edge:Sip:Listeners:0:Transport", "sctp", "is not udp")]
    [InlineData("Edge:Rtp:Bind", "everywhere", "is no IP address")]
    [InlineData("Edge:Rtp:FirstPort", "80", "from 1024 to 65534")]
    [InlineData("Edge:Rtp:LastPort", "10001", "fewer than 4 ports")]
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
    public void Listeners_without_bind_are_the_only_ones()
    {
        var options = Read(("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5090"));

        Assert.Equal(5090, Assert.Single(options.SipListeners).Bind.Port);
    }

    [Fact]
    public void Two_listeners_for_the_same_kind_and_family_are_refused()
    {
        var refused = Assert.Throws<EdgeConfigurationException>(() =>
            Read(("Edge:Sip:Bind", "127.0.0.1:5070"), ("Edge:Sip:Listeners:0:Transport", "udp"), ("Edge:Sip:Listeners:0:Bind", "127.0.0.1:5080")));

        Assert.Contains("Edge:Sip:Listeners", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

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
