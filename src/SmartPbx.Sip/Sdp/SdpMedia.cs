using System.Globalization;
using System.Net;

namespace SmartPbx.Sip.Sdp;

/// <summary>One media description: an <c>m=</c> line and what belongs to it (RFC 8866 §5.14). Immutable.</summary>
public sealed record SdpMedia
{
    /// <summary><c>audio</c>, <c>video</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary>RTP port; 0 refuses or ends the stream.</summary>
    public required int Port { get; init; }

    /// <summary>Transport such as <c>RTP/AVP</c>.</summary>
    public required string Protocol { get; init; }

    /// <summary>Formats of the m-line as text.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Address of the media-level <c>c=</c> line; <c>null</c> without one.</summary>
    public string? Connection { get; init; }

    /// <summary><c>b=</c> lines.</summary>
    public IReadOnlyList<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary><c>a=</c> lines in order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    public bool IsAudio => Kind == "audio";

    /// <summary>Audio over RTP without encryption, and not refused: what can be negotiated here.</summary>
    public bool IsPlainAudio => IsAudio && Port != 0 && Protocol is ("RTP/AVP" or "RTP/AVPF");

    /// <summary>The value of an attribute: <c>null</c> when absent, empty for a property.</summary>
    public string? this[string attribute] => SdpAttribute.Find(Attributes, attribute);

    /// <summary>RTP formats in order of preference; formats without rtpmap and static meaning are left out.</summary>
    public IReadOnlyList<SdpCodec> Codecs
    {
        get
        {
            var codecs = new List<SdpCodec>(Formats.Count);
            for (int i = 0; i < Formats.Count; i++)
                if (byte.TryParse(Formats[i], NumberStyles.None, CultureInfo.InvariantCulture, out byte payloadType)
                    && SdpCodec.Find(payloadType, Attributes) is { } codec)
                    codecs.Add(codec);
            return codecs;
        }
    }

    /// <summary>Media-level direction, <c>null</c> when it is the session's.</summary>
    public SdpDirection? Direction => SdpDirections.Find(Attributes);

    /// <summary>Packet time in milliseconds; <c>null</c> when not said.</summary>
    public int? PacketTimeMs => Milliseconds("ptime");

    /// <summary>The most audio that one packet may hold, in milliseconds; <c>null</c> when not said.</summary>
    public int? MaxPacketTimeMs => Milliseconds("maxptime");

    /// <summary>Explicit RTCP port (RFC 3605); <c>null</c> means RTP port + 1.</summary>
    public int? RtcpPort =>
        ushort.TryParse(this["rtcp"]?.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;

    /// <summary>Explicit RTCP address (RFC 3605); <c>null</c> means that of RTP.</summary>
    public IPAddress? RtcpAddress =>
        this["rtcp"]?.Split(' ') is [_, "IN", "IP4" or "IP6", var address] && IPAddress.TryParse(address, out var parsed) ? parsed : null;

    /// <summary>RTP and RTCP on one port (RFC 5761).</summary>
    public bool HasRtcpMux => this["rtcp-mux"] is not null;

    private int? Milliseconds(string attribute) =>
        int.TryParse(this[attribute], NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0 ? value : null;
}
