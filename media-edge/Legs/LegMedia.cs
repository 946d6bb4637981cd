using System.Net;
using SmartPbx.Media.Relay;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>One leg's audio: its ports, what we described (RFC 3264) and what was agreed.</summary>
internal sealed class LegMedia(MediaLeg leg, IPAddress advertised, ulong sessionId, CodecPolicy codecs) : IDisposable
{
    private ulong _version = 1;

    public MediaLeg Leg { get; } = leg;

    /// <summary>The relay's way to the call the leg is in.</summary>
    public Calls.LegMediaEvents? Events { get; init; }

    /// <summary>Our latest description; null before the first.</summary>
    public SdpSession? Local { get; private set; }

    /// <summary>What was agreed; null before.</summary>
    public SdpAudioStream? Stream { get; private set; }

    /// <summary>Of what is recorded, heard and spoken on this leg; 0 before a codec was agreed.</summary>
    public int SampleRateHz => Stream is null ? 0 : Leg.SampleRateHz;

    /// <summary>Whether the peer asked for silence in one direction or both, so that silence proves nothing.</summary>
    public bool IsOnHold => Stream is { } stream && (stream.Direction != SdpDirection.SendRecv || !MediaPolicy.Remote(stream).MaySend);

    /// <summary>Answers the peer's offer and points the relay at it; false: nothing in common (488), all stays as it was.</summary>
    public bool TryAnswer(SdpSession offer)
    {
        if (!SdpNegotiation.TryAnswer(offer, Settings(codecs.For(offer), SdpDirection.SendRecv), out var answer, out var stream)) return false;
        if (Local is not null && Local.ToString() != answer.ToString())
        {
            _version++;
            if (!SdpNegotiation.TryAnswer(offer, Settings(codecs.For(offer), SdpDirection.SendRecv), out answer, out stream)) return false;
        }
        Local = answer;
        Agree(stream);
        return true;
    }

    /// <summary>Describes our side to the peer.</summary>
    public SdpSession Offer(IReadOnlyList<SdpCodec> offered, SdpDirection direction)
    {
        var offer = SdpNegotiation.CreateOffer(Settings(offered, direction));
        if (Local is not null && Local.ToString() != offer.ToString())
        {
            _version++;
            offer = SdpNegotiation.CreateOffer(Settings(offered, direction));
        }
        return Local = offer;
    }

    /// <summary>Takes the peer's answer to <see cref="Local"/>; false: refused or nothing in common.</summary>
    public bool TryAccept(SdpSession answer)
    {
        if (Local is null || !SdpNegotiation.TryAccept(Local, answer, out var stream)) return false;
        Agree(stream);
        return true;
    }

    public void Dispose() => Leg.Dispose();

    private void Agree(SdpAudioStream stream)
    {
        Stream = stream;
        Leg.SetRemote(MediaPolicy.Remote(stream));
    }

    private SdpAudioSettings Settings(IReadOnlyList<SdpCodec> described, SdpDirection direction) => new()
    {
        Address = advertised, RtpPort = Leg.RtpPort, Codecs = described, Direction = direction, SessionId = sessionId, SessionVersion = _version, RtcpMux = true,
    };
}
