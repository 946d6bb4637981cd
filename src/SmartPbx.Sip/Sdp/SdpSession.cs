using System.Globalization;
using System.Text;

namespace SmartPbx.Sip.Sdp;

/// <summary>
/// A session description (RFC 8866). Immutable. Lines without a meaning here (i=, u=, e=, p=, k=, r=, z=) are read over.
/// </summary>
public sealed record SdpSession
{
    public const string ContentType = "application/sdp";

    /// <summary>Origin: session id, version (rises with every change, RFC 3264 §8) and address.</summary>
    public required SdpOrigin Origin { get; init; }

    public string Name { get; init; } = "-";

    /// <summary>Address of the session-level <c>c=</c> line.</summary>
    public string? Connection { get; init; }

    /// <summary>Session-level <c>b=</c> lines.</summary>
    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>The first <c>t=</c> line.</summary>
    public SdpTiming Timing { get; init; }

    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<SdpMedia> Media { get; init; } = [];

    /// <summary>The first audio stream that is not refused.</summary>
    public SdpMedia? Audio => Media.FirstOrDefault(media => media.IsAudio && media.Port != 0);

    /// <summary>Address that media of this stream goes to: its own or the session's.</summary>
    public string? AddressOf(SdpMedia media) => media.Connection ?? Connection;

    /// <summary>Direction of this stream: its own, the session's, or sendrecv (RFC 8866 §6.7).</summary>
    public SdpDirection DirectionOf(SdpMedia media) => media.Direction ?? SdpDirections.Find(Attributes) ?? SdpDirection.SendRecv;

    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session, out SdpParseError error)
    {
        var parser = new SdpParser();
        bool isValid = parser.TryParse(Encoding.UTF8.GetString(text));
        error = parser.Error;
        session = isValid ? parser.Session : new SdpSession { Origin = new SdpOrigin("-", 0, 0, "0.0.0.0") };
        return isValid;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var builder = new StringBuilder(512);
        builder.Append(CultureInfo.InvariantCulture,
            $"v=0\r\no={Origin.Username} {Origin.SessionId} {Origin.Version} IN {KindOf(Origin.Address)} {Origin.Address}\r\ns={Name}\r\n");
        AppendConnection(builder, Connection);
        AppendBandwidths(builder, Bandwidths);
        builder.Append(CultureInfo.InvariantCulture, $"t={Timing.Start} {Timing.Stop}\r\n");
        AppendAttributes(builder, Attributes);
        foreach (var media in Media)
        {
            builder.Append(CultureInfo.InvariantCulture,
                $"m={media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}\r\n");
            AppendConnection(builder, media.Connection);
            AppendBandwidths(builder, media.Bandwidths);
            AppendAttributes(builder, media.Attributes);
        }
        return builder.ToString();
    }

    private static void AppendConnection(StringBuilder builder, string? address)
    {
        if (address is not null)
            builder.Append("c=IN ").Append(KindOf(address)).Append(' ').Append(address).Append("\r\n");
    }

    private static void AppendBandwidths(StringBuilder builder, IReadOnlyList<SdpBandwidth> bandwidths)
    {
        foreach (var (type, value) in bandwidths)
            builder.Append(CultureInfo.InvariantCulture, $"b={type}:{value}\r\n");
    }

    private static void AppendAttributes(StringBuilder builder, IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            builder.Append("a=").Append(name);
            if (value is not null)
                builder.Append(':').Append(value);
            builder.Append("\r\n");
        }
    }

    private static string KindOf(string address) => address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
}
