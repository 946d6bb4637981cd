using System.Globalization;

namespace SmartPbx.Media.Codecs;

/// <summary>What a receiver of Opus says in its fmtp (RFC 7587 section 6.1); unknown parameters and wrong values mean the default.</summary>
/// <param name="InbandFec">It can use forward error correction (<c>useinbandfec</c>).</param>
/// <param name="Dtx">It prefers that silence is not sent (<c>usedtx</c>).</param>
/// <param name="ConstantBitrate">It wants every packet of one size (<c>cbr</c>).</param>
/// <param name="MaxPlaybackRateHz">More than it can render is a waste (<c>maxplaybackrate</c>).</param>
/// <param name="MaxAverageBitrate">Bits per second (<c>maxaveragebitrate</c>); null when it does not care.</param>
public readonly record struct OpusParameters(bool InbandFec, bool Dtx, bool ConstantBitrate, int MaxPlaybackRateHz, int? MaxAverageBitrate)
{
    private const int DefaultPlaybackRateHz = 48_000;
    private const int MinBitrate = 6000, MaxBitrate = 510_000; // RFC 7587 section 3.1.1

    /// <summary>Reads <c>name=value;name=value</c>.</summary>
    public static OpusParameters Parse(string? fmtp)
    {
        var parameters = new OpusParameters(false, false, false, DefaultPlaybackRateHz, null);
        foreach (Range range in fmtp.AsSpan().Split(';'))
        {
            ReadOnlySpan<char> item = fmtp.AsSpan()[range].Trim();
            int equals = item.IndexOf('=');
            if (equals < 0 || !int.TryParse(item[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int value)) continue;
            parameters = parameters.With(item[..equals].Trim(), value);
        }
        return parameters;
    }

    private OpusParameters With(ReadOnlySpan<char> name, int value) => name switch
    {
        "useinbandfec" => this with { InbandFec = value == 1 },
        "usedtx" => this with { Dtx = value == 1 },
        "cbr" => this with { ConstantBitrate = value == 1 },
        "maxplaybackrate" when value is >= 8000 and <= DefaultPlaybackRateHz => this with { MaxPlaybackRateHz = value },
        "maxaveragebitrate" => this with { MaxAverageBitrate = Math.Clamp(value, MinBitrate, MaxBitrate) },
        _ => this,
    };
}
