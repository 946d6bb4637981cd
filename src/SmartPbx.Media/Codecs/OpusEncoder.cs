namespace SmartPbx.Media.Codecs;

/// <summary>Encodes mono speech with libopus as the receiver wished.</summary>
internal sealed unsafe class OpusEncoder : IAudioEncoder
{
    private const int WidebandBitrate = 24_000, NarrowbandBitrate = 12_000; // RFC 7587 section 3.1.1: sweet spots for speech
    private const int Complexity = 5; // of 10: two thirds of the quality gain for half of the time
    private const int ExpectedLossPercent = 5; // how much redundancy goes into FEC
    private const int NothingToSendBytes = 2; // opus_encode(3): under DTX such a packet need not be transmitted

    private nint _encoder;

    public OpusEncoder(int sampleRateHz, OpusParameters wishes)
    {
        SampleRateHz = sampleRateHz;
        _encoder = OpusLibrary.CreateEncoder(sampleRateHz, 1, OpusLibrary.ApplicationVoice, out int error);
        if (_encoder == 0) throw new InvalidOperationException($"libopus refused an encoder of {sampleRateHz} Hz: {error}");
        bool narrow = sampleRateHz == 8000 || wishes.MaxPlaybackRateHz < 12_000;
        int bitrate = Math.Min(narrow ? NarrowbandBitrate : WidebandBitrate, wishes.MaxAverageBitrate ?? int.MaxValue);
        Set(OpusLibrary.SetBitrate, bitrate);
        Set(OpusLibrary.SetMaxBandwidth, narrow ? OpusLibrary.Narrowband : wishes.MaxPlaybackRateHz < 16_000 ? OpusLibrary.Mediumband : OpusLibrary.Wideband);
        Set(OpusLibrary.SetVariableBitrate, wishes.ConstantBitrate ? 0 : 1);
        Set(OpusLibrary.SetComplexity, Complexity);
        Set(OpusLibrary.SetInbandFec, wishes.InbandFec ? 1 : 0);
        Set(OpusLibrary.SetPacketLossPercent, wishes.InbandFec ? ExpectedLossPercent : 0);
        Set(OpusLibrary.SetDtx, wishes.Dtx ? 1 : 0);
        Set(OpusLibrary.SetSignal, OpusLibrary.SignalVoice);
    }

    ~OpusEncoder() => Release();

    public int SampleRateHz { get; }

    public int Encode(ReadOnlySpan<short> pcm, Span<byte> payload)
    {
        if (_encoder == 0) return 0;
        fixed (short* samples = pcm)
        fixed (byte* bytes = payload)
        {
            int written = OpusLibrary.Encode(_encoder, samples, pcm.Length, bytes, payload.Length);
            return written <= NothingToSendBytes ? 0 : written;
        }
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Set(int request, int value) => _ = OpusLibrary.Control(_encoder, request, value);

    private void Release()
    {
        nint encoder = Interlocked.Exchange(ref _encoder, 0);
        if (encoder != 0) OpusLibrary.DestroyEncoder(encoder);
    }
}
