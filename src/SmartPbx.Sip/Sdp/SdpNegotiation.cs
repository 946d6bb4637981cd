using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace SmartPbx.Sip.Sdp;

/// <summary>Offer and answer (RFC 3264) for one audio stream. Streams other than audio are refused with port 0. Pure functions.</summary>
public static class SdpNegotiation
{
    private const int DefaultPacketTimeMs = 20; // RFC 3551 §4.2

    /// <summary>
    /// Our offer. Within a session (<paramref name="former"/>: our description in force) every m-line of it stays in its place, "the number of
    /// m= lines in the new SDP MUST NOT be less" (§8); what was refused stays refused.
    /// </summary>
    public static SdpSession CreateOffer(SdpAudioSettings settings, SdpSession? former = null)
    {
        var current = former?.Audio;
        var audio = Audio(settings, current?.Protocol ?? "RTP/AVP", settings.Codecs, settings.Direction, settings.RtcpMux);
        return Describe(settings, current is null ? [audio] : With(former!.Media, current, audio));
    }

    /// <summary>
    /// Answers an offer: its first audio stream that we can meet is taken, all others are refused. <c>false</c> when there is none: answer 488.
    /// </summary>
    public static bool TryAnswer(SdpSession offer, SdpAudioSettings settings,
        [NotNullWhen(true)] out SdpSession? answer, [NotNullWhen(true)] out SdpAudioStream? stream)
    {
        answer = null;
        stream = null;
        for (int i = 0; i < offer.Media.Count; i++)
        {
            var offered = offer.Media[i];
            if (!offered.IsPlainAudio)
                continue;
            // The offer's order and payload types: "it is RECOMMENDED that the answerer" keeps both (§6.1).
            var codecs = Common(offered.Codecs, settings.Codecs);
            var direction = SdpDirections.Reverse(offer.DirectionOf(offered)) & settings.Direction;
            bool mux = offered.HasRtcpMux && settings.RtcpMux;
            if (!IPAddress.TryParse(offer.AddressOf(offered), out var peer) || settings.Towards(peer) is not { } own)
                continue;
            stream = Agree(offer, offered, peer, codecs, direction, mux);
            if (stream is null)
                continue;
            // The answer names the family of the offer: the only one that the offerer is known to have.
            answer = Answer(offer, offered, Audio(own, offered.Protocol, Owned(codecs, own), direction, mux), own);
            return true;
        }
        return false;
    }

    /// <summary>Why <see cref="TryAnswer"/> said no.</summary>
    public static SdpMismatch Mismatch(SdpSession offer, SdpAudioSettings settings)
    {
        var mismatch = SdpMismatch.Media;
        foreach (var media in offer.Media.Where(media => media.IsAudio && media.Port != 0))
        {
            var why = !media.IsPlainAudio ? SdpMismatch.Transport
                : !media.Codecs.Any(codec => !codec.IsTelephoneEvent && settings.Codecs.Any(codec.IsSameFormat)) ? SdpMismatch.Format
                : !IPAddress.TryParse(offer.AddressOf(media), out var peer) ? SdpMismatch.HostName
                : settings.Towards(peer) is null ? SdpMismatch.AddressFamily : SdpMismatch.Format;
            mismatch = why > mismatch ? why : mismatch;
        }
        return mismatch;
    }

    /// <summary>Reads the answer to our offer; <c>false</c> when the audio was refused or has no codec of the offer.</summary>
    public static bool TryAccept(SdpSession offer, SdpSession answer, [NotNullWhen(true)] out SdpAudioStream? stream)
    {
        stream = null;
        if (offer.Audio is not { } offered || AnswerTo(offered, offer, answer) is not { } answered)
            return false;
        var codecs = Common(answered.Codecs, offered.Codecs);
        var direction = SdpDirections.Reverse(answer.DirectionOf(answered)) & offer.DirectionOf(offered);
        if (!IPAddress.TryParse(answer.AddressOf(answered), out var peer) || !MaySendFrom(offer.AddressOf(offered), peer))
            return false; // our socket cannot reach it
        stream = Agree(answer, answered, peer, codecs, direction, offered.HasRtcpMux && answered.HasRtcpMux);
        return stream is not null;
    }

    internal static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool MaySendFrom(string? own, IPAddress peer) =>
        IsUnspecified(peer) || (IPAddress.TryParse(own, out var address) && address.AddressFamily == peer.AddressFamily);

    // The i-th m-line answers the i-th (§6); an answer with another count is wrong, and its only audio is taken for what is meant.
    private static SdpMedia? AnswerTo(SdpMedia offered, SdpSession offer, SdpSession answer)
    {
        if (answer.Media.Count != offer.Media.Count)
            return answer.Audio;
        for (int i = 0; i < offer.Media.Count; i++)
            if (ReferenceEquals(offer.Media[i], offered))
                return answer.Media[i] is { IsAudio: true, Port: not 0 } answered ? answered : null;
        return null;
    }

    // One m-line in the answer for each in the offer, in the same order; "the t= line in the answer MUST equal that of the offer" (§6).
    private static SdpSession Answer(SdpSession offer, SdpMedia taken, SdpMedia ours, SdpAudioSettings settings) =>
        Describe(settings, With(offer.Media, taken, ours)) with { Timing = offer.Timing };

    // Every m-line in its place: ours for one, all others refused.
    private static SdpMedia[] With(IReadOnlyList<SdpMedia> media, SdpMedia replaced, SdpMedia ours)
    {
        var lines = new SdpMedia[media.Count];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = ReferenceEquals(media[i], replaced) ? ours : Refused(media[i]);
        return lines;
    }

    // Their formats that we have too, each payload type once.
    private static List<SdpCodec> Common(IReadOnlyList<SdpCodec> theirs, IReadOnlyList<SdpCodec> ours)
    {
        var common = new List<SdpCodec>(theirs.Count);
        for (int i = 0; i < theirs.Count; i++)
            if (theirs[i].IsIn(ours) && !Has(common, theirs[i].PayloadType))
                common.Add(theirs[i]);
        return common;
    }

    private static bool Has(List<SdpCodec> codecs, int payloadType)
    {
        foreach (var codec in codecs)
            if (codec.PayloadType == payloadType)
                return true;
        return false;
    }

    // The offerer's numbers, our parameters: fmtp says what its writer wants to receive.
    private static List<SdpCodec> Owned(List<SdpCodec> offered, SdpAudioSettings settings)
    {
        var owned = new List<SdpCodec>(offered.Count);
        foreach (var codec in offered)
        {
            string? fmtp = codec.FindIn(settings.Codecs)!.Fmtp;
            owned.Add(codec.Fmtp == fmtp ? codec : codec with { Fmtp = fmtp });
        }
        return owned;
    }

    private static SdpAudioStream? Agree(SdpSession remote, SdpMedia media, IPAddress address, List<SdpCodec> codecs, SdpDirection direction, bool mux)
    {
        var audio = codecs.FindAll(static codec => !codec.IsTelephoneEvent);
        if (audio.Count == 0)
            return null;
        // Address 0.0.0.0 is the old way to say hold (§8.4): nothing may be sent there.
        var theirs = remote.DirectionOf(media);
        if (IsUnspecified(address))
            (direction, theirs) = (direction & ~SdpDirection.SendOnly, theirs & ~SdpDirection.RecvOnly);
        // Events on the clock of the codec in use; some peers have only 8000 beside Opus.
        var events = codecs.Find(codec => codec.IsTelephoneEvent && codec.ClockRateHz == audio[0].ClockRateHz) ?? codecs.Find(static codec => codec.IsTelephoneEvent);
        return new SdpAudioStream
        {
            RemoteRtp = new IPEndPoint(address, media.Port),
            RemoteRtcp = mux ? new IPEndPoint(address, media.Port) : Rtcp(media, address),
            Codecs = audio,
            TelephoneEventPayloadType = events?.PayloadType,
            TelephoneEventClockRateHz = events?.ClockRateHz ?? 8000,
            Direction = direction,
            PeerDirection = theirs,
            PacketTimeMs = Math.Min(media.PacketTimeMs ?? DefaultPacketTimeMs, media.MaxPacketTimeMs ?? int.MaxValue),
            RtcpMux = mux,
        };
    }

    // RFC 3605: a port of its own, perhaps at an address of its own; else the next port.
    private static IPEndPoint Rtcp(SdpMedia media, IPAddress address) => media.RtcpPort is { } port
        ? new IPEndPoint(media.RtcpAddress is { } own && own.AddressFamily == address.AddressFamily ? own : address, port)
        : new IPEndPoint(address, Math.Min(media.Port + 1, ushort.MaxValue));

    // "To reject an offered stream, the port number in the corresponding stream in the answer MUST be set to zero" (§6).
    private static SdpMedia Refused(SdpMedia item) => new() { Kind = item.Kind, Port = 0, Protocol = item.Protocol, Formats = item.Formats };

    private static SdpSession Describe(SdpAudioSettings settings, IReadOnlyList<SdpMedia> media)
    {
        string address = settings.Address.ToString();
        return new SdpSession { Origin = new SdpOrigin("-", settings.SessionId, settings.SessionVersion, address), Connection = address, Media = media };
    }

    private static SdpMedia Audio(SdpAudioSettings settings, string protocol, IReadOnlyList<SdpCodec> codecs, SdpDirection direction, bool mux)
    {
        const int OtherAttributes = 3, AttributesPerCodec = 2;
        var attributes = new List<SdpAttribute>(codecs.Count * AttributesPerCodec + OtherAttributes);
        var formats = new string[codecs.Count];
        for (int i = 0; i < codecs.Count; i++)
        {
            var codec = codecs[i];
            formats[i] = codec.PayloadType.ToString(CultureInfo.InvariantCulture);
            attributes.Add(new SdpAttribute("rtpmap", codec.MapValue));
            if (codec.Fmtp is not null)
                attributes.Add(new SdpAttribute("fmtp", codec.FmtpValue));
        }
        attributes.Add(new SdpAttribute("ptime", settings.PacketTimeMs.ToString(CultureInfo.InvariantCulture)));
        attributes.Add(new SdpAttribute(SdpDirections.NameOf(direction)));
        if (mux)
            attributes.Add(new SdpAttribute("rtcp-mux"));
        return new SdpMedia { Kind = "audio", Port = settings.RtpPort, Protocol = protocol, Formats = formats, Attributes = attributes };
    }
}
