using System.Runtime.CompilerServices;
using SmartPbx.Media.RealTime;

namespace SmartPbx.Media.Recording;

/// <summary>
/// The one thread of the process that decodes and writes recordings. Each has its turn every 250 ms, a fifth of them at a time: a steady load instead of
/// one that stops the relay on the same core. It sleeps while there are none.
/// </summary>
internal static class RecordingThread
{
    private const int CycleMs = 250;
    private const int Groups = 5;

    private static readonly object Gate = new();
    private static readonly List<RecordingTrack>[] Tracks = [.. Enumerable.Range(0, Groups).Select(_ => new List<RecordingTrack>())];
    private static readonly List<RecordingTrack> Sealing = [];
    private static readonly List<RecordingTrack> Turn = []; // recording thread
    private static long _nextGroupAt;
    private static int _group;
    private static bool _started;

    /// <summary>It is born with the weight of whoever starts it: an engine does before its process has others yield (<see cref="PacketThreads"/>). Any number of times.</summary>
    public static void Start()
    {
        lock (Gate)
        {
            if (!_started) new Thread(Run) { Name = "recording", IsBackground = true }.Start();
            _started = true;
        }
    }

    public static void Add(RecordingTrack track)
    {
        Start();
        lock (Gate)
        {
            Tracks.MinBy(group => group.Count)!.Add(track);
            Monitor.Pulse(Gate);
        }
    }

    /// <summary>The recording ends: it need not wait for its turn.</summary>
    public static void Seal(RecordingTrack track)
    {
        lock (Gate)
        {
            Sealing.Add(track);
            Monitor.Pulse(Gate);
        }
    }

    private static void Run()
    {
        PacketThreads.KeepWeight();
        for (;;)
        {
            WaitForTurn();
            TakeTurn();
        }
    }

    // A method of its own: on the stack of a thread that waits, the last recording would hold what its owner holds.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TakeTurn()
    {
        foreach (RecordingTrack track in Turn)
            if (!ServiceSafely(track)) Remove(track);
        Turn.Clear();
    }

    // Boundary: one broken recording, or its owner's callback, must not end the others.
    private static bool ServiceSafely(RecordingTrack track)
    {
        try
        {
            return track.Service();
        }
        catch (Exception fault) // boundary: one track that fails must not end the writer of all
        {
            track.Abandon(fault);
            return false;
        }
    }

    private static void WaitForTurn()
    {
        lock (Gate)
        {
            while (Sealing.Count == 0 && Array.TrueForAll(Tracks, group => group.Count == 0)) Monitor.Wait(Gate);
            long wait = _nextGroupAt - Environment.TickCount64;
            if (Sealing.Count == 0 && wait > 0) Monitor.Wait(Gate, (int)wait);
            Turn.AddRange(Sealing);
            Sealing.Clear();
            long now = Environment.TickCount64;
            if (now < _nextGroupAt) return;
            Turn.AddRange(Tracks[_group]);
            _group = (_group + 1) % Groups;
            _nextGroupAt = Math.Max(now, _nextGroupAt + CycleMs / Groups); // after a stall: at once, but not all at once
        }
    }

    private static void Remove(RecordingTrack track)
    {
        lock (Gate)
            foreach (List<RecordingTrack> group in Tracks) group.Remove(track);
    }
}
