namespace SmartPbx.Media.Codecs;

/// <summary>
/// Opus (RFC 6716) over RTP (RFC 7587), for speech: we decode and encode mono wideband, or narrowband when the other side of the call has no
/// more. libopus does the work; without it the codec does not exist.
/// </summary>
public sealed class OpusCodec : IAudioCodec
{
    private const int MaxPacketMs = 120; // RFC 6716 section 3.2.5

    // Microseconds of a frame per configuration of the TOC byte (RFC 6716 table 2): SILK, hybrid, CELT.
    private static readonly int[] SilkFrameUs = [10_000, 20_000, 40_000, 60_000];
    private static readonly int[] HybridFrameUs = [10_000, 20_000];
    private static readonly int[] CeltFrameUs = [2500, 5000, 10_000, 20_000];

    private OpusCodec()
    {
    }

    /// <summary>Whether libopus is installed on this machine.</summary>
    public static bool IsAvailable => OpusLibrary.IsInstalled;

    /// <summary>The shared instance; usable when <see cref="IsAvailable"/>.</summary>
    public static OpusCodec Instance { get; } = new();

    /// <inheritdoc/>
    public string EncodingName => "OPUS";

    /// <inheritdoc/>
    public int ClockRateHz => 48_000;

    /// <inheritdoc/>
    public int SampleRateHz => 16_000;

    /// <inheritdoc/>
    public int CountSamples(ReadOnlySpan<byte> payload)
    {
        if (payload.Length == 0) return 0;
        int configuration = payload[0] >> 3, frames = (payload[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => payload.Length > 1 ? payload[1] & 0x3F : 0,
        };
        int frameUs = configuration < 12 ? SilkFrameUs[configuration & 3] : configuration < 16 ? HybridFrameUs[configuration & 1] : CeltFrameUs[configuration & 3];
        return frames * frameUs > MaxPacketMs * 1000 ? 0 : (int)((long)frames * frameUs * SampleRateHz / 1_000_000);
    }

    /// <inheritdoc/>
    public IAudioDecoder CreateDecoder(int sampleRateHz) => new OpusDecoder(sampleRateHz);

    /// <inheritdoc/>
    public IAudioEncoder CreateEncoder(int sampleRateHz, PayloadFormat format) => new OpusEncoder(sampleRateHz, OpusParameters.Parse(format.Parameters));
}
