namespace SmartPbx.Media.Recording;

/// <summary>The one thread of the process that decodes and writes recordings. It sleeps while there are none.</summary>
internal static class RecordingThread
{
    private const int CycleMs = 250;

    private static readonly object Gate = new();
    private static readonly List<RecordingTrack> Tracks = [];
    private static RecordingTrack[] _round = [];
    private static bool _wake;
    private static bool _started;

    public static void Add(RecordingTrack track)
    {
        lock (Gate)
        {
            Tracks.Add(track);
            _round = [.. Tracks];
            if (!_started) new Thread(Run) { Name = "recording", IsBackground = true }.Start();
            _started = true;
            Monitor.Pulse(Gate);
        }
    }

    public static void Wake()
    {
        lock (Gate)
        {
            _wake = true;
            Monitor.Pulse(Gate);
        }
    }

    private static void Run()
    {
        for (;;)
        {
            foreach (RecordingTrack track in WaitForRound())
                if (!ServiceSafely(track)) Remove(track);
        }
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

    private static RecordingTrack[] WaitForRound()
    {
        lock (Gate)
        {
            while (Tracks.Count == 0) Monitor.Wait(Gate);
            if (!_wake) Monitor.Wait(Gate, CycleMs);
            _wake = false;
            return _round;
        }
    }

    private static void Remove(RecordingTrack track)
    {
        lock (Gate)
        {
            Tracks.Remove(track);
            _round = [.. Tracks];
        }
    }
}
