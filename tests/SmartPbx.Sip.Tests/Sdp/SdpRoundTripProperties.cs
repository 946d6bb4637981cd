using SmartPbx.Sip.Sdp;

namespace SmartPbx.Sip.Tests.Sdp;

/// <summary>parse(write(x)) = x for descriptions drawn at random, and no text at all makes the parser throw.</summary>
public sealed class SdpRoundTripProperties
{
    private static readonly string[] _addresses = ["192.0.2.1", "0.0.0.0", "2001:db8::1", "::", "media.example.com"];
    private static readonly string[] _names = ["rtpmap", "fmtp", "sendonly", "x-own", "rtcp", "candidate", "ptime", "crypto"];
    private static readonly string[] _values = ["0 PCMU/8000", "101 0-15", "49180 IN IP4 192.0.2.9", "a:b:c=d", "1 1 UDP 2130706431 192.0.2.1 4000 typ host", "", "한국어"];

    [Fact]
    public void A_written_description_reads_as_itself()
    {
        var random = new Random(8866);
        for (int i = 0; i < 2_000; i++)
        {
            var session = Session(random);

            Assert.True(SdpSession.TryParse(session.ToBytes(), out var read, out var error), error + "\n" + session);

            Assert.Equal(session.ToString(), read.ToString());
            Assert.Equal((session.Origin, session.Name, session.Connection, session.Timing), (read.Origin, read.Name, read.Connection, read.Timing));
            Assert.Equal(session.Bandwidths, read.Bandwidths);
            Assert.Equal(session.Attributes, read.Attributes);
            Assert.Equal(session.Media.Select(Flat), read.Media.Select(Flat));
        }
    }

    [Fact]
    public void Damage_is_read_or_refused_but_never_thrown()
    {
        var random = new Random(3264);
        for (int i = 0; i < 5_000; i++)
        {
            byte[] text = Session(random).ToBytes();
            for (int hits = random.Next(1, 6); hits > 0; hits--)
                text[random.Next(text.Length)] = (byte)random.Next(256);

            if (SdpSession.TryParse(text.AsSpan(0, random.Next(text.Length + 1)), out var session, out _))
                Assert.NotNull(session.Audio?.Codecs ?? []);
        }
    }

    private static string Flat(SdpMedia media) => $"{media.Kind}|{media.Port}|{media.Protocol}|{string.Join(',', media.Formats)}|{media.Connection}|"
        + $"{string.Join(',', media.Bandwidths)}|{string.Join(',', media.Attributes)}";

    private static SdpSession Session(Random random) => new()
    {
        Origin = new SdpOrigin(Pick(random, ["-", "alice", "root"]), (ulong)random.NextInt64(), (ulong)random.NextInt64(), Pick(random, _addresses)),
        Name = Pick(random, ["-", "a call", " "]),
        Connection = random.Next(3) == 0 ? null : Pick(random, _addresses),
        Timing = new SdpTiming((ulong)random.Next(2), (ulong)random.Next(2)),
        Bandwidths = Bandwidths(random),
        Attributes = Attributes(random),
        Media = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Media(random))],
    };

    private static SdpMedia Media(Random random) => new()
    {
        Kind = Pick(random, ["audio", "video", "image", "message"]),
        Port = random.Next(ushort.MaxValue + 1),
        Protocol = Pick(random, ["RTP/AVP", "RTP/SAVP", "UDP/TLS/RTP/SAVPF", "udptl"]),
        Formats = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Pick(random, ["0", "8", "101", "t38", "*"]))],
        Connection = random.Next(2) == 0 ? null : Pick(random, _addresses),
        Bandwidths = Bandwidths(random),
        Attributes = Attributes(random),
    };

    private static SdpBandwidth[] Bandwidths(Random random) =>
        [.. Enumerable.Range(0, random.Next(3)).Select(_ => new SdpBandwidth(Pick(random, ["AS", "CT", "TIAS", "X-own"]), (ulong)random.Next()))];

    private static SdpAttribute[] Attributes(Random random) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new SdpAttribute(Pick(random, _names), random.Next(3) == 0 ? null : Pick(random, _values)))];

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
