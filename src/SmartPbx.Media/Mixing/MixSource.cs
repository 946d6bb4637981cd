using SmartPbx.Media.Jitter;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>One voice on its way into a mix: the relay's packets behind a jitter buffer, which conceals what is lost. Media thread only.</summary>
internal sealed class MixSource(PacketTap tap, int sampleRateHz) : IDisposable
{
    private readonly JitterBuffer _jitter = new(new JitterBufferOptions { SampleRateHz = sampleRateHz });
    private readonly short[] _frame = new short[sampleRateHz / 50];

    public PacketTap Tap => tap;

    /// <summary>The 20 ms of the last tick.</summary>
    public ReadOnlySpan<short> Frame => _frame;

    /// <summary>Whether they were silence, so that they need not be added.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>Each 20 ms: takes what has come, gives what is due.</summary>
    public void Tick()
    {
        while (tap.TryPeek(out TappedPacket packet, out ReadOnlySpan<byte> payload))
        {
            _jitter.Put(packet.Codec, packet.Ssrc, packet.Timestamp, payload, packet.ArrivedAt);
            tap.Advance();
        }
        long arrivedAt = 0;
        IsSilent = _jitter.Take(_frame, ref arrivedAt) == TapFrameKind.Silence;
    }

    public void Dispose() => _jitter.Dispose();
}
