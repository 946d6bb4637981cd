namespace SmartPbx.Domain.Calls;

/// <summary>One SIP leg of a call, as the CDR keeps it.</summary>
public sealed record LegRecord
{
    /// <summary><c>a</c> for the caller's leg, <c>b1</c>, <c>b2</c>… for each leg that was rung.</summary>
    public required string Leg { get; init; }
    /// <summary>Seen from the edge: <c>inbound</c> or <c>outbound</c>.</summary>
    public required string Direction { get; init; }
    /// <summary>The trunk of a leg to or from a carrier; null: a phone.</summary>
    public string? Trunk { get; init; }
    public required string SipCallId { get; init; }
    public string? LocalUri { get; init; }
    public string? RemoteUri { get; init; }
    public string? LocalTag { get; init; }
    public string? RemoteTag { get; init; }
    public string? Contact { get; init; }
    public required CallState State { get; init; }
    /// <summary>Final SIP status of the leg's INVITE; null when none was received.</summary>
    public int? SipStatus { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Codec { get; init; }
    public int? LocalRtpPort { get; init; }
    public string? RemoteRtp { get; init; }
    public long PacketsIn { get; init; }
    public long PacketsOut { get; init; }
    public long BytesIn { get; init; }
    public long BytesOut { get; init; }
    public long PacketsLost { get; init; }
    /// <summary>Interarrival jitter in milliseconds (RFC 3550 §6.4.1).</summary>
    public double JitterMs { get; init; }
    /// <summary>Of what we received, 1–4.5 (E-model, ITU-T G.107); null before a second of audio.</summary>
    public double? MosIn { get; init; }
    /// <summary>Of what the peer received, from its RTCP reports; null without one.</summary>
    public double? MosOut { get; init; }
    /// <summary>Our packets that the peer lost, from its RTCP reports.</summary>
    public long? RemotePacketsLost { get; init; }
    /// <summary>Jitter at the peer in milliseconds, from its RTCP reports.</summary>
    public double? RemoteJitterMs { get; init; }
    /// <summary>Round trip to the peer in milliseconds (RFC 3550 §6.4.1).</summary>
    public double? RoundTripMs { get; init; }
}
