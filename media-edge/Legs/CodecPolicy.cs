using SmartPbx.Media.Codecs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// Which codecs this edge takes and in which order it offers them (<c>Edge:Rtp:Codecs</c>). A leg is answered with one codec, the first of its
/// offer that we know, so that it stays clear what is sent; the other leg is offered that one first, so that transcoding is the last resort.
/// </summary>
internal sealed class CodecPolicy
{
    private const int FirstDynamicPayloadType = 96, LastPayloadType = 127; // RFC 3551 section 6
    private const int WidebandEvents = 110;

    private static readonly SdpCodec[] Known = [SdpCodec.Pcmu, SdpCodec.Pcma, SdpCodec.G722, SdpCodec.Opus];
    private readonly IReadOnlyList<SdpCodec> _audio;
    private readonly Func<bool> _mayTranscode;

    /// <param name="names">SDP names in order of preference; those that this machine cannot decode are left out.</param>
    /// <param name="mayTranscode">Whether there is room for one more call that transcodes; null: always.</param>
    public CodecPolicy(IReadOnlyList<string> names, Func<bool>? mayTranscode = null)
    {
        _mayTranscode = mayTranscode ?? (() => true);
        _audio = [.. names.Select(Find).OfType<SdpCodec>().Where(codec => AudioCodecs.TryFind(MediaPolicy.Format(codec), out _))];
        All = WithEvents(_audio, MediaPolicy.DefaultTelephoneEvent);
    }

    /// <summary>What may be configured.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(codec => codec.Name)];

    /// <summary>All codecs in our order, telephone-event behind them.</summary>
    public IReadOnlyList<SdpCodec> All { get; }

    /// <summary>What an offer is answered with: the offerer's best that we know (RFC 3264 section 6.1), and events on its clock.</summary>
    public IReadOnlyList<SdpCodec> For(SdpSession offer)
    {
        List<SdpCodec> offered = [.. offer.Media.Where(media => media.IsPlainAudio).SelectMany(media => media.Codecs)];
        var chosen = offered.Find(codec => codec.IsIn(_audio));
        if (chosen is null) return All;
        // RFC 4733 section 2.1: events share the stream and should share its clock; some peers have only 8000 beside Opus.
        var clock = offered.Exists(c => c.IsTelephoneEvent && c.ClockRateHz == chosen.ClockRateHz) ? chosen.ClockRateHz : SdpCodec.Pcmu.ClockRateHz;
        return [chosen, SdpCodec.TelephoneEvent(MediaPolicy.DefaultTelephoneEvent, clock)];
    }

    /// <summary>
    /// What a new leg is offered beside <paramref name="agreed"/>. Without room for transcoding that is only what passes as it is, or by table; who has none of
    /// it refuses the call (488), which is better than a call, and all others with it, that nobody understands.
    /// </summary>
    public IReadOnlyList<SdpCodec> ForNewLeg(SdpAudioStream? agreed)
    {
        var codecs = After(agreed);
        if (agreed is null || _mayTranscode()) return codecs;
        return [.. codecs.Where(codec => codec.IsTelephoneEvent || agreed.Codecs.Any(a => a.IsSameFormat(codec) || (IsG711(a) && IsG711(codec))))];
    }

    /// <summary>What the other leg is offered: what this one has, then the rest.</summary>
    public IReadOnlyList<SdpCodec> After(SdpAudioStream? agreed)
    {
        if (agreed is null) return All;
        var codecs = new List<SdpCodec>(agreed.Codecs);
        foreach (var codec in _audio)
            if (!codec.IsIn(codecs)) codecs.Add(Numbered(codec, codecs));
        return WithEvents(codecs, agreed.TelephoneEventPayloadType ?? MediaPolicy.DefaultTelephoneEvent);
    }

    private static bool IsG711(SdpCodec codec) => codec.IsSameFormat(SdpCodec.Pcmu) || codec.IsSameFormat(SdpCodec.Pcma);

    private static SdpCodec? Find(string name) => Array.Find(Known, codec => codec.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static List<SdpCodec> WithEvents(IReadOnlyList<SdpCodec> audio, int payloadType)
    {
        var codecs = new List<SdpCodec>(audio);
        foreach (var clock in audio.Select(codec => codec.ClockRateHz).Distinct().Order())
            codecs.Add(Numbered(SdpCodec.TelephoneEvent(codecs.Exists(c => c.IsTelephoneEvent) ? WidebandEvents : payloadType, clock), codecs));
        return codecs;
    }

    // Numbers that the first leg chose stay; ours give way.
    private static SdpCodec Numbered(SdpCodec codec, List<SdpCodec> taken)
    {
        if (!taken.Exists(other => other.PayloadType == codec.PayloadType)) return codec;
        var free = Enumerable.Range(FirstDynamicPayloadType, LastPayloadType - FirstDynamicPayloadType + 1).First(number => !taken.Exists(other => other.PayloadType == number));
        return codec with { PayloadType = free };
    }
}
