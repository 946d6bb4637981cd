using System.Reflection;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.Sip.Tests.Rfc5118;

/// <summary>
/// Every message of RFC 5118 with what the RFC asks: take it (0) or refuse it with a status. Content-Length is computed, as the lengths printed in
/// the RFC do not fit its bodies.
/// </summary>
public sealed class Ipv6TortureTests
{
    private const int Take = 0;
    private const string Prefix = "rfc5118.";

    /// <summary>Cases not met yet, with the reason. A case that passes must leave this list.</summary>
    private static readonly Dictionary<string, string> _gaps = [];

    public static TheoryData<string, int, SipParseErrorCode> Cases => new()
    {
        { "ipv6-good", Take, SipParseErrorCode.None }, // 4.1
        { "ipv6-bad", 400, SipParseErrorCode.RequestUri }, // 4.2
        { "port-ambiguous", Take, SipParseErrorCode.None }, // 4.3
        { "port-unambiguous", Take, SipParseErrorCode.None }, // 4.4
        { "via-received-param-with-delim", Take, SipParseErrorCode.None }, // 4.5
        { "via-received-param-no-delim", Take, SipParseErrorCode.None }, // 4.5
        { "ipv6-in-sdp", Take, SipParseErrorCode.None }, // 4.6
        { "mult-ip-in-header", Take, SipParseErrorCode.None }, // 4.7
        { "mult-ip-in-sdp", Take, SipParseErrorCode.None }, // 4.8
        { "ipv4-mapped-ipv6", Take, SipParseErrorCode.None }, // 4.9
        { "ipv6-bug-abnf-3-colons", Take, SipParseErrorCode.None }, // 4.10
        { "ipv6-correct-abnf-2-colons", Take, SipParseErrorCode.None }, // 4.10
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Treats_the_message_as_the_rfc_says(string name, int expectedStatus, SipParseErrorCode expectedCode)
    {
        var view = new SipMessageView(SipLimits.Default);
        bool isValid = view.TryParse(Read(name), out var error) && view.TryValidate(out error);

        bool isMet = (isValid ? Take : error.Status, error.Code) == (expectedStatus, expectedCode);

        Assert.True(isMet != _gaps.ContainsKey(name), isMet ? $"{name} passes now: take it off the list of gaps" : $"{name}: {error.Code} at {error.Offset}");
    }

    [Fact]
    public void Every_file_of_the_corpus_has_a_case()
    {
        var files = Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));

        Assert.Equal(files.Order(), Cases.Select(row => Prefix + (string)row[0]).Order());
    }

    [Fact]
    public void Takes_everything_between_the_brackets_as_the_address()
    {
        Assert.Equal(("2001:db8::10:5070", null), HostAndPort("port-ambiguous"));
        Assert.Equal(("2001:db8::10", 5070), HostAndPort("port-unambiguous"));
    }

    [Theory]
    [InlineData("via-received-param-with-delim", "[2001:db8::9:255]")]
    [InlineData("via-received-param-no-delim", "2001:db8::9:255")]
    public void Reads_received_with_and_without_brackets(string name, string received) =>
        Assert.Equal(received, Parse(name).TopVia!.Parameters["received"]);

    [Fact]
    public void Reads_every_hop_of_mixed_families()
    {
        var vias = Parse("mult-ip-in-header").Vias;

        Assert.Equal(["2001:db8::9:1", "192.0.2.1", "2001:db8::9:255"], vias.Select(via => via.Host));
        Assert.Equal([6050, null, null], vias.Select(via => via.Port));
        Assert.Equal("192.0.2.200", vias[2].Parameters["received"]);
    }

    [Fact]
    public void Finds_the_address_of_each_stream()
    {
        Assert.Equal(["2001:db8::20", "2001:db8::20"], Addresses("ipv6-in-sdp"));
        Assert.Equal(["192.0.2.1", "2001:db8::1"], Addresses("mult-ip-in-sdp"));
        Assert.Equal(["::ffff:192.0.2.2", "::ffff:192.0.2.2"], Addresses("ipv4-mapped-ipv6"));
    }

    [Theory]
    [InlineData("sip:[2001:db8:::10]")] // three colons without an IPv4 address
    [InlineData("sip:[2001:db8::1:::192.0.2.1]")]
    [InlineData("sip:[2001:db8::::192.0.2.1]")]
    [InlineData("sip:[192.0.2.1]")]
    [InlineData("sip:[]")]
    public void Refuses_what_is_no_ipv6_reference(string uri) => Assert.False(SipUri.TryParse(uri, out _));

    private static (string, int?) HostAndPort(string name) => (Parse(name).Uri.Host, Parse(name).Uri.Port);

    private static IEnumerable<string?> Addresses(string name)
    {
        Assert.True(SdpSession.TryParse(Parse(name).Body.Span, out var session, out var error), error.ToString());
        return session.Media.Select(session.AddressOf);
    }

    private static SipRequest Parse(string name)
    {
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(Read(name), out var error) && view.TryValidate(out error), error.ToString());
        return view.ToRequest();
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
