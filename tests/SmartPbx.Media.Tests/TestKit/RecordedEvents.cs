using System.Collections.Concurrent;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Tests.TestKit;

internal sealed class RecordedEvents : IMediaEvents
{
    private int _first;
    private int _timeouts;

    public ConcurrentQueue<(char Digit, int DurationMs)> Digits { get; } = new();

    public int FirstPackets => Volatile.Read(ref _first);

    public int Timeouts => Volatile.Read(ref _timeouts);

    public void OnFirstPacket(MediaLeg leg) => Interlocked.Increment(ref _first);

    public void OnDtmf(MediaLeg leg, char digit, int durationMs) => Digits.Enqueue((digit, durationMs));

    public void OnMediaTimeout(MediaLeg leg) => Interlocked.Increment(ref _timeouts);
}
