using SmartPbx.Sip.Messages;

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
    public SdpMedia? Audio
    {
        get
        {
            for (int i = 0; i < Media.Count; i++)
                if (Media[i] is { IsAudio: true, Port: not 0 } audio)
                    return audio;
            return null;
        }
    }

    /// <summary>Address that media of this stream goes to: its own or the session's.</summary>
    public string? AddressOf(SdpMedia media) => media.Connection ?? Connection;

    /// <summary>Direction of this stream: its own, the session's, or sendrecv (RFC 8866 §6.7).</summary>
    public SdpDirection DirectionOf(SdpMedia media) => media.Direction ?? SdpDirections.Find(Attributes) ?? SdpDirection.SendRecv;

    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session, out SdpParseError error)
    {
        var parser = new SdpParser();
        bool isValid = parser.TryParse(text);
        error = parser.Error;
        session = isValid ? parser.Session : new SdpSession { Origin = new SdpOrigin("-", 0, 0, "0.0.0.0") };
        return isValid;
    }

    public byte[] ToBytes()
    {
        using var writer = SipMessageWriter.Create();
        SdpWriter.Write(writer, this);
        return writer.ToArray();
    }

    public override string ToString()
    {
        using var writer = SipMessageWriter.Create();
        SdpWriter.Write(writer, this);
        return writer.ToString();
    }
}
