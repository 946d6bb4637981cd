using System.Globalization;
using System.Text;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Messages;

/// <summary>
/// What the worst message costs: eight times the bytes may cost three times eight times the work, not sixty-four times; reading allocates nothing;
/// counts stop at their limits.
/// </summary>
public sealed class WorstCaseCostTests
{
    private const int Small = 1, Large = 8, Kilobytes = 7, Slack = 3;

    // Nothing stops a cost from showing but the size of the message.
    private static readonly SipLimits _wide = SipLimits.Default with { MaxHeaderBytes = SipLimits.Default.MaxMessageBytes, MaxHeaders = SipLimits.Default.MaxMessageBytes };

    private static readonly Dictionary<string, Func<int, byte[]>> _hostile = new(StringComparer.Ordinal)
    {
        ["folded lines"] = bytes => Message("Subject: a" + Repeat("\r\n a", bytes)),
        ["folds of nothing but blanks"] = bytes => Message("Subject: a" + Repeat("\r\n  \t", bytes) + "b"),
        ["many headers"] = bytes => Message("X-1: y" + Repeat("\r\nX: y", bytes)),
        ["many Via fields"] = bytes => Message("Subject: a" + Repeat("\r\nv: SIP/2.0/UDP h;branch=z9hG4bKx", bytes)),
        ["many values in one Via"] = bytes => Message("Via: SIP/2.0/UDP h" + Repeat(",SIP/2.0/UDP h", bytes)),
        ["many contacts in many fields"] = bytes => Message("m: <sip:a@b>" + Repeat(",<sip:a@b>" + Repeat(",<sip:a@b>", 500) + "\r\nm: <sip:a@b>", bytes)),
        ["repeated parameters"] = bytes => Message("Contact: <sip:a@b>" + Repeat(";tag=x", bytes)),
        ["parameters of blanks"] = bytes => Message("Contact: <sip:a@b>" + Repeat(" ; a = b ", bytes)),
        ["a URI of parameters"] = bytes => Message("Contact: <sip:a@b" + Repeat(";p=%41", bytes) + ">"),
        ["open quotes"] = bytes => Message("Contact: " + Repeat("\"", bytes) + "<sip:a@b>"),
        ["escaped quotes"] = bytes => Message("Contact: \"" + Repeat("\\\"", bytes) + "\" <sip:a@b>"),
        ["open brackets"] = bytes => Message("Contact: " + Repeat("<", bytes)),
        ["commas"] = bytes => Message("Route: " + Repeat(",", bytes)),
        ["Content-Length beyond all bounds"] = bytes => Message("Content-Length: " + Repeat("9", bytes)),
        ["Content-Length repeated"] = bytes => Message("Subject: a" + Repeat("\r\nl: 0", bytes)),
        ["empty lines before the message"] = bytes => Encoding.ASCII.GetBytes(Repeat("\r\n", bytes) + "OPTIONS"),
        ["blanks before the colon"] = bytes => Message("Subject" + Repeat(" ", bytes) + ": a"),
        ["no line end at all"] = bytes => Encoding.ASCII.GetBytes(Repeat("INVITE sip:", bytes)),
        ["garbage"] = Garbage,
        ["quotes everywhere"] = bytes => Everywhere("\"", bytes),
        ["brackets everywhere"] = bytes => Everywhere("<", bytes),
        ["commas everywhere"] = bytes => Everywhere(",", bytes),
        ["parameters everywhere"] = bytes => Everywhere(";a", bytes),
        ["escapes everywhere"] = bytes => Everywhere("\\", bytes),
        ["words everywhere"] = bytes => Everywhere("a ", bytes),
    };

    public static TheoryData<string> Hostile => new(_hostile.Keys);

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Reading_costs_no_more_than_its_bytes(string name)
    {
        var (small, large) = (_hostile[name](Small * Kilobytes * 1024), _hostile[name](Large * Kilobytes * 1024));
        var (view, wide) = (new SipMessageView(SipLimits.Default), new SipMessageView(_wide));

        Assert.InRange(Work.Growth(() => Read(view, small), () => Read(view, large), Large * Slack), 0, Large * Slack);
        Assert.InRange(Work.Growth(() => Read(wide, small), () => Read(wide, large), Large * Slack), 0, Large * Slack);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Reading_allocates_nothing(string name)
    {
        var message = _hostile[name](Large * Kilobytes * 1024);
        var view = new SipMessageView(SipLimits.Default);

        Assert.Equal(0, Work.AllocatedBytes(() => Read(view, message)));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_message_that_is_taken_owns_a_bounded_multiple_of_its_bytes(string name)
    {
        const int BytesPerByte = 40, Constant = 64 * 1024;
        var message = _hostile[name](Large * Kilobytes * 1024);
        var view = new SipMessageView(SipLimits.Default);
        if (!Read(view, message)) return;

        long allocated = Work.AllocatedBytes(() => _ = (view.ToRequest().Headers.Fields.Count(), view.ToRequest().ToBytes()));

        Assert.InRange(allocated, 0, Constant + BytesPerByte * message.Length);
    }

    [Fact]
    public void A_cost_that_grows_with_the_square_is_seen()
    {
        var (small, large) = (new byte[500], new byte[Large * 500]);

        Assert.InRange(Work.Growth(() => Square(small), () => Square(large), Large * Slack), Large * Slack, Large * Large * Slack);
    }

    [Fact]
    public void Stops_at_the_limit_of_headers()
    {
        var view = new SipMessageView(SipLimits.Default);

        Assert.False(view.TryParse(Message("X: y" + string.Concat(Enumerable.Repeat("\r\nX: y", 10_000))), out var error));
        Assert.Equal(SipParseErrorCode.TooManyHeaders, error.Code);
        Assert.Equal(SipLimits.Default.MaxHeaders, view.HeaderCount);
    }

    [Fact]
    public void Values_of_comma_lists_count_as_headers()
    {
        var view = new SipMessageView(SipLimits.Default);

        Assert.True(view.TryParse(Message("m: <sip:a@b>" + string.Concat(Enumerable.Repeat(",<sip:a@b>", 400))), out _));
        Assert.False(view.TryValidate(out var error));
        Assert.Equal(SipParseErrorCode.TooManyHeaders, error.Code);
    }

    [Theory]
    [InlineData("rtpmaps")]
    [InlineData("formats")]
    [InlineData("fmtps")]
    public void A_description_costs_no_more_than_its_bytes(string what)
    {
        var (small, large) = (Description(what, Small * Kilobytes * 1024), Description(what, Large * Kilobytes * 1024));

        Assert.InRange(Work.Growth(() => Answer(small), () => Answer(large), Large * Slack), 0, Large * Slack);
    }

    [Fact]
    public void More_formats_than_payload_types_are_refused()
    {
        Assert.False(SdpSession.TryParse(Description("formats", Large * Kilobytes * 1024), out _, out var error));
        Assert.Equal("m= line", error.Reason);
    }

    [Fact]
    public void Digest_fields_stop_at_their_limit()
    {
        string few = "Digest realm=\"r\",nonce=\"n\"", many = few + string.Concat(Enumerable.Range(0, 3_000).Select(i => string.Create(CultureInfo.InvariantCulture, $",a{i}=b")));

        Assert.True(DigestChallenge.TryParse(few, out _));
        Assert.False(DigestChallenge.TryParse(many, out _));
    }

    private static bool Read(SipMessageView view, byte[] message) => view.TryParse(message, out _) & view.TryValidate(out _);

    private static void Answer(byte[] description)
    {
        if (SdpSession.TryParse(description, out var offer, out _))
            SdpNegotiation.TryAnswer(offer, new SdpAudioSettings { Address = System.Net.IPAddress.Loopback, RtpPort = 10_000, Codecs = [SdpCodec.Pcmu, SdpCodec.Pcma], SessionId = 1 }, out _, out _);
    }

    private static byte[] Description(string what, int bytes)
    {
        const string Head = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP";
        string all = string.Concat(Enumerable.Range(0, 128).Select(i => string.Create(CultureInfo.InvariantCulture, $" {i}")));
        return Encoding.ASCII.GetBytes(what switch
        {
            "formats" => Head + Repeat(" 0", bytes) + "\r\n",
            "fmtps" => Head + all + Repeat("\r\na=fmtp:127 mode-set=0,2,5,7;octet-align=1", bytes) + "\r\n",
            _ => Head + all + Repeat("\r\na=rtpmap:127 PCMU/8000", bytes) + "\r\n",
        });
    }

    private static byte[] Message(string headers) => Encoding.ASCII.GetBytes(
        "OPTIONS sip:b@192.0.2.7 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n" + headers + "\r\n\r\n");

    private static byte[] Everywhere(string text, int bytes) =>
        Message($"Contact: {Repeat(text, bytes / 3)}\r\nRoute: {Repeat(text, bytes / 3)}\r\nVia: {Repeat(text, bytes / 3)}");

    private static int Square(byte[] bytes)
    {
        int sum = 0;
        foreach (byte outer in bytes)
            foreach (byte inner in bytes)
                sum += outer ^ inner;
        return sum;
    }

    private static byte[] Garbage(int bytes)
    {
        var garbage = new byte[bytes];
        new Random(4475).NextBytes(garbage);
        return garbage;
    }

    private static string Repeat(string text, int bytes) => string.Concat(Enumerable.Repeat(text, Math.Max(1, bytes / text.Length)));
}
