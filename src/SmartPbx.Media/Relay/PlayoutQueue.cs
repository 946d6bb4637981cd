using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Audio waiting to be spoken to one leg: written by one task, taken 20 ms at a time by the relay thread, without a lock.
/// Positions are samples since the leg was opened and count only audio that was really sent: after <see cref="Clear"/> the next
/// <see cref="Enqueue"/> continues at the played position, so "played ≥ its end position" means the peer was sent all of it.
/// Nothing is taken while the leg is connected to a peer, has no remote, or may not send.
/// </summary>
/// <remarks>
/// The read position and the write position each carry an epoch in their upper bits. Clear advances the read position's epoch by
/// compare-and-swap, which fixes the played position exactly: a frame the relay took before counts, one it takes after sees
/// two different epochs and is empty.
/// </remarks>
public sealed class PlayoutQueue
{
    /// <summary>Most audio that waits.</summary>
    public static readonly TimeSpan MaxQueued = TimeSpan.FromSeconds(120);

    private const int EpochShift = 48;
    private const long PositionMask = (1L << EpochShift) - 1;
    private const int SmallestRing = 1 << 13; // about a second at 8 kHz

    private const int UsualSampleRateHz = 8000;

    private int _sampleRateHz; // 0 until somebody needs to know
    private short[] _ring = []; // none until something is played: most legs only relay; else its length is a power of two
    private long _read;  // epoch and position; advanced by the relay thread, epoch by the writer
    private long _write; // epoch and position; writer only
    private int _paused;
    private int _partialSeen; // relay thread: samples of the incomplete last frame seen at the tick before
    private IAudioSource? _background;

    internal PlayoutQueue(int sampleRateHz = 0) => _sampleRateHz = sampleRateHz;

    /// <summary>
    /// Samples per second of the PCM enqueued here: that of the first codec negotiated, 8000 or 16,000, whatever comes later. 8000 when
    /// somebody asks before that.
    /// </summary>
    public int SampleRateHz
    {
        get
        {
            FixRate(UsualSampleRateHz);
            return Volatile.Read(ref _sampleRateHz);
        }
    }

    /// <summary>Samples really sent to the peer, exact to one 20 ms frame. Any thread.</summary>
    public long PlayedSamples => Position(Volatile.Read(ref _read));

    /// <summary>Samples waiting. Any thread; exact for the writer.</summary>
    public long QueuedSamples => Math.Max(0, Position(Volatile.Read(ref _write)) - PlayedSamples);

    /// <summary>Whether something waits or there is music. Exact for the relay thread.</summary>
    internal bool HasAudio => QueuedSamples > 0 || Volatile.Read(ref _background) is not null;

    /// <summary>True between <see cref="Pause"/> and <see cref="Resume"/>.</summary>
    public bool IsPaused => Volatile.Read(ref _paused) != 0;

    /// <summary>Appends mono 16-bit PCM. One writer at a time.</summary>
    /// <returns>The position at which this audio ends, or -1 when it does not fit <see cref="MaxQueued"/> (nothing is appended).</returns>
    public long Enqueue(ReadOnlySpan<short> pcm)
    {
        long write = _write, position = Position(write), played = PlayedSamples;
        int queued = (int)(position - played);
        if (queued + pcm.Length > (int)MaxQueued.TotalSeconds * SampleRateHz) return -1;
        if (pcm.IsEmpty) return position;
        EnsureRing(queued + pcm.Length, played, position);
        CopyIn(_ring, position, pcm);
        Volatile.Write(ref _write, write + pcm.Length);
        return position + pcm.Length;
    }

    /// <summary>Holds the audio back from the next 20 ms tick on; what waits stays.</summary>
    public void Pause() => Volatile.Write(ref _paused, 1);

    /// <summary>Goes on where <see cref="Pause"/> stopped.</summary>
    public void Resume() => Volatile.Write(ref _paused, 0);

    /// <summary>Drops what is not played; the cut takes effect on the next 20 ms tick. Called by the writer. Ends a pause.</summary>
    /// <returns>The played position, exact and final for the dropped audio.</returns>
    public long Clear()
    {
        long seen = Volatile.Read(ref _read);
        for (;;)
        {
            long next = seen + (1L << EpochShift);
            long was = Interlocked.CompareExchange(ref _read, next, seen);
            if (was == seen)
            {
                Volatile.Write(ref _write, next);
                Volatile.Write(ref _paused, 0);
                return Position(next);
            }
            seen = was;
        }
    }

    /// <summary>
    /// Plays <paramref name="music"/> endlessly whenever nothing waits and the queue is not paused; null stops it at the next tick.
    /// Background audio does not count in <see cref="PlayedSamples"/>. The source belongs to this leg from now on: don't share it.
    /// </summary>
    public void SetBackground(IAudioSource? music)
    {
        if (music is not null && music.SampleRateHz != SampleRateHz)
            throw new ArgumentException($"the source has {music.SampleRateHz} Hz, the queue {SampleRateHz} Hz", nameof(music));
        Volatile.Write(ref _background, music);
    }

    /// <summary>The rate is this from now on, unless it is fixed already.</summary>
    internal void FixRate(int sampleRateHz) => Interlocked.CompareExchange(ref _sampleRateHz, sampleRateHz, 0);

    /// <summary>
    /// Relay thread: fills one frame. An incomplete last frame waits one tick for its rest and is then filled with silence.
    /// </summary>
    /// <returns>False when there is nothing to play; the frame is then untouched.</returns>
    internal bool TryTake(Span<short> frame)
    {
        if (IsPaused) return false;
        long read = Volatile.Read(ref _read), write = Volatile.Read(ref _write);
        int waiting = read >> EpochShift == write >> EpochShift ? (int)(write - read) : 0;
        int take = Math.Min(waiting, frame.Length);
        if (take < frame.Length && take != _partialSeen)
        {
            _partialSeen = take;
            take = 0;
        }
        if (take == 0) return TryTakeBackground(frame);
        _partialSeen = 0;
        CopyOut(Volatile.Read(ref _ring), Position(read), frame[..take]);
        frame[take..].Clear();
        return Interlocked.CompareExchange(ref _read, read + take, read) == read;
    }

    private bool TryTakeBackground(Span<short> frame)
    {
        IAudioSource? music = Volatile.Read(ref _background);
        music?.Read(frame);
        return music is not null;
    }

    // The relay may still be copying from the old ring: it is never written again, so what it reads there stays right.
    private void EnsureRing(int needed, long played, long position)
    {
        bool oversized = _ring.Length > SmallestRing && needed <= SmallestRing / 2;
        if (needed <= _ring.Length && !oversized) return;
        var grown = new short[Math.Max(SmallestRing, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed))];
        for (long at = played; at < position; at++) grown[at & (grown.Length - 1)] = _ring[at & (_ring.Length - 1)];
        Volatile.Write(ref _ring, grown);
    }

    private static void CopyIn(short[] ring, long position, ReadOnlySpan<short> pcm)
    {
        int start = (int)(position & (ring.Length - 1)), first = Math.Min(pcm.Length, ring.Length - start);
        pcm[..first].CopyTo(ring.AsSpan(start));
        pcm[first..].CopyTo(ring);
    }

    private static void CopyOut(short[] ring, long position, Span<short> pcm)
    {
        int start = (int)(position & (ring.Length - 1)), first = Math.Min(pcm.Length, ring.Length - start);
        ring.AsSpan(start, first).CopyTo(pcm);
        ring.AsSpan(0, pcm.Length - first).CopyTo(pcm[first..]);
    }

    private static long Position(long packed) => packed & PositionMask;
}
