namespace SmartPbx.Media.Codecs;

/// <summary>Decodes Opus to mono with libopus; stereo is mixed down, any bandwidth comes out at the one rate.</summary>
internal sealed unsafe class OpusDecoder : IAudioDecoder
{
    private nint _decoder;

    public OpusDecoder(int sampleRateHz)
    {
        SampleRateHz = sampleRateHz;
        _decoder = OpusLibrary.CreateDecoder(sampleRateHz, 1, out int error);
        if (_decoder == 0) throw new InvalidOperationException($"libopus refused a decoder of {sampleRateHz} Hz: {error}");
    }

    ~OpusDecoder() => Release();

    public int SampleRateHz { get; }

    public bool HasConcealment => true;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> pcm) => payload.Length == 0 ? 0 : Run(payload, pcm, useFec: false);

    public int Conceal(Span<short> pcm) => Run([], pcm, useFec: false);

    public int Recover(ReadOnlySpan<byte> next, Span<short> pcm) => Run(next, pcm, useFec: true);

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private int Run(ReadOnlySpan<byte> payload, Span<short> pcm, bool useFec)
    {
        if (_decoder == 0) return 0;
        fixed (byte* bytes = payload) // null for no bytes: libopus then conceals
        fixed (short* samples = pcm)
            return Math.Max(0, OpusLibrary.Decode(_decoder, bytes, payload.Length, samples, pcm.Length, useFec ? 1 : 0));
    }

    private void Release()
    {
        nint decoder = Interlocked.Exchange(ref _decoder, 0);
        if (decoder != 0) OpusLibrary.DestroyDecoder(decoder);
    }
}
