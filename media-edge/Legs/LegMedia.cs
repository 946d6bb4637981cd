using System.Net;
using SmartPbx.Media.Relay;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>One leg's audio: its ports, what we described (RFC 3264) and what was agreed. What fails leaves everything as it was.</summary>
internal sealed class LegMedia(MediaLeg leg, IPAddress advertised, ulong sessionId, CodecPolicy policy) : IDisposable
{
    private readonly LegPayloadTypes _payloadTypes = new();
    private SdpSession? _sent;
    private SdpSession? _offer;
    private SdpDirection _offered;
    private SdpDirection _letIfAccepted;

    public MediaLeg Leg { get; } = leg;

    /// <summary>The relay's way to the call the leg is in.</summary>
    public Calls.LegMediaEvents? Events { get; init; }

    /// <summary>A mix feeds the leg, and the keys of the other one do not pass by themselves.</summary>
    public bool HearsMix { get; set; }

    /// <summary>Our description that is in force; null before the first.</summary>
    public SdpSession? Local { get; private set; }

    /// <summary>What was agreed; null before.</summary>
    public SdpAudioStream? Stream { get; private set; }

    /// <summary>Of what is recorded, heard and spoken on this leg; 0 before a codec was agreed.</summary>
    public int SampleRateHz => Stream is null ? 0 : Leg.SampleRateHz;

    /// <summary>Whether more than one offer and answer have been agreed.</summary>
    public bool IsRenegotiated { get; private set; }

    /// <summary>What the peer wants of itself, in its own words: hold is <see cref="SdpDirection.SendOnly"/> or <see cref="SdpDirection.Inactive"/>.</summary>
    public SdpDirection PeerWish { get; private set; } = SdpDirection.SendRecv;

    /// <summary>What we last let the peer have: our direction before its own wish narrowed it.</summary>
    public SdpDirection Allowed { get; private set; } = SdpDirection.SendRecv;

    /// <summary>Whether the peer asked for silence in one direction or both, so that silence proves nothing.</summary>
    public bool IsOnHold => Stream is { } stream && (stream.Direction != SdpDirection.SendRecv || !MediaPolicy.Remote(stream).MaySend);

    /// <summary>Answers the peer's offer and points the relay at it; false: nothing in common (488), all stays as it was.</summary>
    public bool TryAnswer(SdpSession offer, SdpDirection allowed = SdpDirection.SendRecv)
    {
        if (!SdpNegotiation.TryAnswer(offer, Settings(policy.For(offer), allowed), out var answer, out var stream)) return false;
        Local = Numbered(answer);
        (Allowed, PeerWish) = (allowed, stream.PeerDirection);
        Agree(stream);
        return true;
    }

    /// <summary>Describes our side to the peer. In force when <see cref="TryAccept"/> has its answer.</summary>
    public SdpSession Offer(IReadOnlyList<SdpCodec> codecs, SdpDirection direction)
    {
        _offered = _letIfAccepted = direction;
        return _offer = Numbered(SdpNegotiation.CreateOffer(Settings(_payloadTypes.Fit(codecs), direction), Local));
    }

    /// <summary>Offers what is in force once more; null when nothing is.</summary>
    public SdpSession? Repeat()
    {
        if (Local is not { Audio: { } audio } local) return null;
        (_offered, _letIfAccepted) = (local.DirectionOf(audio), Allowed);
        return _offer = local;
    }

    /// <summary>Takes the peer's answer to our latest offer; false: refused or nothing in common. A forked offer has several answers: the last one counts.</summary>
    public bool TryAccept(SdpSession answer)
    {
        if (_offer is not { } offer || !SdpNegotiation.TryAccept(offer, answer, out var stream)) return false;
        (Local, Allowed) = (offer, _letIfAccepted);
        // What we did not let it have, it could not ask for: there its former wish stands.
        PeerWish = stream.PeerDirection | (PeerWish & ~SdpDirections.Reverse(_offered));
        Agree(stream);
        return true;
    }

    /// <summary>The peer refused our offer: what was agreed before stands.</summary>
    public void Withdraw() => _offer = null;

    public void Dispose() => Leg.Dispose();

    private void Agree(SdpAudioStream stream)
    {
        IsRenegotiated = Stream is not null;
        Stream = stream;
        _payloadTypes.Learn(stream);
        Leg.SetRemote(MediaPolicy.Remote(stream));
    }

    // "the version in the origin field MUST increment by one from the previous SDP"; an unchanged description keeps it (RFC 3264 §8).
    private SdpSession Numbered(SdpSession description)
    {
        if (_sent is not { } sent) return _sent = description;
        var same = description with { Origin = sent.Origin };
        return _sent = same.ToString() == sent.ToString() ? sent : description with { Origin = sent.Origin with { Version = sent.Origin.Version + 1 } };
    }

    private SdpAudioSettings Settings(IReadOnlyList<SdpCodec> codecs, SdpDirection direction) => new()
    {
        Address = advertised, RtpPort = Leg.RtpPort, Codecs = codecs, Direction = direction, SessionId = sessionId, RtcpMux = true,
    };
}
