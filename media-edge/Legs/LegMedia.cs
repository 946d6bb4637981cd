using System.Diagnostics.CodeAnalysis;
using System.Net;
using SmartPbx.Media.Relay;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// One leg's audio: its ports, what we described (RFC 3264) and what was agreed. What fails leaves everything as it was. It is described in the
/// address family of the peer: that of its offer, or that of the way our offer goes.
/// </summary>
internal sealed class LegMedia(MediaLeg leg, MediaAddresses addresses, ulong sessionId, CodecPolicy policy) : IDisposable
{
    private IPAddress _address = addresses.In(leg.Family)!;
    private readonly LegPayloadTypes _payloadTypes = new();
    private SdpSession? _sent;
    private SdpSession? _offer;
    private SdpSession? _otherOffer; // the same in the other address family, for a phone that is reached there
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

    /// <summary>Why the peer's last offer could not be met; null: it could, or there was none.</summary>
    public SdpMismatch? Mismatch { get; private set; }

    /// <summary>Answers the peer's offer and points the relay at it; false: nothing in common (488), all stays as it was.</summary>
    public bool TryAnswer(SdpSession offer, SdpDirection allowed = SdpDirection.SendRecv)
    {
        var settings = Settings(policy.For(offer), allowed);
        var isMet = SdpNegotiation.TryAnswer(offer, settings, out var answer, out var stream);
        Mismatch = !isMet ? SdpNegotiation.Mismatch(offer, settings) : !TryMoveTo(answer!) ? SdpMismatch.AddressFamily : null;
        if (Mismatch is not null) return false;
        Local = Numbered(answer!);
        (Allowed, PeerWish) = (allowed, stream!.PeerDirection);
        Agree(stream);
        return true;
    }

    /// <summary>Describes our side to the peer. In force when <see cref="TryAccept"/> has its answer.</summary>
    public SdpSession Offer(IReadOnlyList<SdpCodec> codecs, SdpDirection direction)
    {
        _offered = _letIfAccepted = direction;
        _otherOffer = null;
        return _offer = Numbered(SdpNegotiation.CreateOffer(Settings(_payloadTypes.Fit(codecs), direction), Local));
    }

    /// <summary>
    /// The latest offer as it goes out on this way, in its address family: behind another kind of network a phone often has no address of ours. A
    /// family that we have no media in gets the offer as it is, as the phone may have both.
    /// </summary>
    public SdpSession OfferTo(SipFlow way)
    {
        var family = way.Remote.AddressFamily;
        if (family == _address.AddressFamily || addresses.In(family) is not { } address || !Leg.TryUse(family)) return _offer!;
        var host = address.ToString();
        return _otherOffer ??= _offer! with { Connection = host, Origin = _offer.Origin with { Address = host } };
    }

    /// <summary>Offers what is in force once more; null when nothing is.</summary>
    public SdpSession? Repeat()
    {
        if (Local is not { Audio: { } audio } local) return null;
        (_offered, _letIfAccepted) = (local.DirectionOf(audio), Allowed);
        _otherOffer = null;
        return _offer = local;
    }

    /// <summary>Takes the peer's answer to our latest offer; false: refused or nothing in common. A forked offer has several answers: the last one counts.</summary>
    public bool TryAccept(SdpSession answer)
    {
        if (!TryFindOffer(answer, out var offer, out var stream) || !TryMoveTo(offer)) return false;
        (Local, _sent, Allowed) = (offer, offer, _letIfAccepted);
        // What we did not let it have, it could not ask for: there its former wish stands.
        PeerWish = stream.PeerDirection | (PeerWish & ~SdpDirections.Reverse(_offered));
        Agree(stream);
        return true;
    }

    /// <summary>The peer refused our offer: what was agreed before stands.</summary>
    public void Withdraw() => _offer = null;

    public void Dispose() => Leg.Dispose();

    // A phone answers the offer that went its way; which one that was, the family of its address says.
    private bool TryFindOffer(SdpSession answer, [NotNullWhen(true)] out SdpSession? offer, [NotNullWhen(true)] out SdpAudioStream? stream)
    {
        (offer, stream) = (null, null);
        if (_offer is not null && SdpNegotiation.TryAccept(_offer, answer, out stream)) offer = _offer;
        else if (_otherOffer is not null && SdpNegotiation.TryAccept(_otherOffer, answer, out stream)) offer = _otherOffer;
        return offer is not null && stream is not null;
    }

    // The family of a description of ours that comes into force is the leg's.
    private bool TryMoveTo(SdpSession local)
    {
        var address = IPAddress.Parse(local.Connection!);
        if (!Leg.TryUse(address.AddressFamily)) return false;
        _address = address;
        return true;
    }

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
        Address = _address, OtherAddress = addresses.Beside(_address.AddressFamily), RtpPort = Leg.RtpPort, Codecs = codecs, Direction = direction, SessionId = sessionId, RtcpMux = true,
    };
}
