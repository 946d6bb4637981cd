using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// How one leg numbers its formats. "The mapping from a particular dynamic payload type number to a particular codec [...] MUST NOT change for the
/// duration of a session" (RFC 3264 §8.3.2), so a later offer of ours uses the numbers that were agreed.
/// </summary>
internal sealed class LegPayloadTypes
{
    private const int FirstDynamic = 96; // RFC 3551 §6
    private const int LastDynamic = 127;

    private readonly List<SdpCodec> _known = [];

    /// <summary>Remembers what was agreed.</summary>
    public void Learn(SdpAudioStream stream)
    {
        foreach (var codec in stream.Codecs) Learn(codec);
        if (stream.TelephoneEventPayloadType is { } events) Learn(SdpCodec.TelephoneEvent(events, stream.TelephoneEventClockRateHz));
    }

    /// <summary>The same formats with this leg's numbers; a format that is new and whose number is taken gets the next free one.</summary>
    public IReadOnlyList<SdpCodec> Fit(IReadOnlyList<SdpCodec> codecs)
    {
        if (_known.Count == 0) return codecs; // nothing is agreed yet
        var fitted = new List<SdpCodec>(codecs.Count);
        foreach (var codec in codecs)
        {
            var number = codec.FindIn(_known)?.PayloadType ?? codec.PayloadType;
            if (fitted.Exists(f => f.PayloadType == number) || IsOfAnother(codec, number)) number = Free(codecs, fitted);
            fitted.Add(codec.PayloadType == number ? codec : codec with { PayloadType = number });
        }
        return fitted;
    }

    private void Learn(SdpCodec codec)
    {
        if (!codec.IsIn(_known)) _known.Add(codec);
    }

    private bool IsOfAnother(SdpCodec codec, int number) => _known.Exists(k => k.PayloadType == number && !k.IsSameFormat(codec));

    private int Free(IReadOnlyList<SdpCodec> wanted, List<SdpCodec> fitted) =>
        Enumerable.Range(FirstDynamic, LastDynamic - FirstDynamic + 1)
            .First(n => !_known.Exists(k => k.PayloadType == n) && !fitted.Exists(f => f.PayloadType == n) && !wanted.Any(w => w.PayloadType == n));
}
