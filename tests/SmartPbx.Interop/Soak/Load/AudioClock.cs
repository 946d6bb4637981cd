using System.Collections.Concurrent;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>One thread that gives every audio end its turn each 20 ms. After a stop of the process it goes on with the present packet: no burst.</summary>
internal sealed class AudioClock : IDisposable
{
    private const int PacketMs = 20, TooLateMs = 200, LargestPacket = 2_048;
    private readonly ConcurrentDictionary<AudioEnd, bool> _ends = new();
    private readonly BadWire _wire;
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public AudioClock(int seed)
    {
        _wire = new BadWire(WireFaults.Media, seed);
        _thread = new Thread(Run) { IsBackground = true, Name = "audio-clock" };
        _thread.Start();
    }

    public long Lost => _wire.Lost;
    public long Doubled => _wire.Doubled;
    public long Late => _wire.Late;

    public void Add(AudioEnd end) => _ends[end] = true;

    public void Remove(AudioEnd end) => _ends.TryRemove(end, out _);

    private void Run()
    {
        var buffer = new byte[LargestPacket];
        for (var due = Environment.TickCount64; !_isStopped; due += PacketMs)
        {
            var now = Environment.TickCount64;
            if (now - due > TooLateMs) due = now;
            if (due > now) Thread.Sleep((int)(due - now));
            foreach (var end in _ends.Keys) end.Tick(_wire, now, buffer);
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }
}
