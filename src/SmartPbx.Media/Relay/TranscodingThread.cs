using System.Collections.Concurrent;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.RealTime;
using SmartPbx.Media.Rtp;

namespace SmartPbx.Media.Relay;

/// <summary>
/// Decodes and encodes beside the relay thread, so that a call between different codecs (an Opus packet costs a hundred microseconds) does
/// not delay the others. Packets come by one ring and go back by another; what does not fit is dropped and counted. It sleeps while
/// nothing comes.
/// </summary>
internal sealed class TranscodingThread : IDisposable
{
    private readonly PacketRing _in = new();
    private readonly PacketRing _out = new();
    private readonly ConcurrentQueue<IDisposable> _closed = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly RelayThread _relay;
    private readonly LoadMeter _load;
    private readonly Thread _thread;
    private int _sleeping;
    private long _droppedIn; // by the relay thread
    private long _droppedOut; // by this one
    private long _allocated;
    private volatile bool _stopping;

    public TranscodingThread(RelayThread relay, int number)
    {
        _relay = relay;
        _load = new LoadMeter(relay.Options.TimeProvider);
        _thread = new Thread(Run) { Name = $"transcoding-{number}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Bytes this thread has allocated: grows with calls, never with packets.</summary>
    public long AllocatedBytes => Volatile.Read(ref _allocated);

    /// <summary>Packets that had no room on their way here or back.</summary>
    public long DroppedPackets => Volatile.Read(ref _droppedIn) + Volatile.Read(ref _droppedOut);

    /// <summary>Share of its time that it works, 0–1.</summary>
    public double Load => _load.Current;

    /// <summary>Relay thread: how many transcoders run here.</summary>
    public int Transcoders { get; set; }

    /// <summary>Relay thread: hands a packet over; none (a tick) when it is empty.</summary>
    /// <returns>False when the ring is full.</returns>
    public bool Post(LegState source, RelayRoute route, ReadOnlySpan<byte> packet)
    {
        if (packet.Length > Transcoder.MaxPacketBytes || _in.Reserve() is not { } work)
        {
            Volatile.Write(ref _droppedIn, _droppedIn + 1);
            return false;
        }
        packet.CopyTo(work.Bytes);
        work.Fill(source, route, packet.Length, isAudio: false);
        _in.Commit();
        Wake();
        return true;
    }

    /// <summary>Relay thread: 20 ms have passed for a mix. With a full ring the tick is lost; its audio waits for the next.</summary>
    public void Post(MixDesk mix, MixRoom room)
    {
        if (_in.Reserve() is not { } work) return;
        work.FillMix(mix, room, null, 0);
        _in.Commit();
        Wake();
    }

    /// <summary>Relay thread: the transcoder or mix is not needed any more.</summary>
    public void Close(IDisposable retired)
    {
        Transcoders--;
        _closed.Enqueue(retired);
        Wake();
    }

    /// <summary>Relay thread: sends what has come back.</summary>
    public void Deliver(long now)
    {
        while (_out.Peek() is { } work)
        {
            try
            {
                if (work.Mix is null) work.Source!.OnTranscoded(work, now);
                else work.Source!.OnMixed(work, now);
            }
            finally
            {
                _out.Release();
            }
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier(); // the work must be visible before we look whether the thread sleeps
        if (Volatile.Read(ref _sleeping) != 0) _wake.Set();
    }

    private void Run()
    {
        PacketThreads.Join();
        while (!_stopping)
        {
            try
            {
                RunUntilIdle();
            }
            catch (Exception fault) // boundary: one leg's fault must not end the thread of many
            {
                _relay.OnTranscodingFault(fault);
            }
        }
        CloseWaiting();
    }

    private void RunUntilIdle()
    {
        bool any = false;
        _load.Begin();
        while (_in.Peek() is { } work)
        {
            any = true;
            try
            {
                if (work.Room is { } room) Mix(work.Mix!, room);
                else Transcode(work);
            }
            finally
            {
                _in.Release();
                _load.Done();
            }
        }
        if (any) _relay.Signal();
        CloseWaiting();
        Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();
        if (_in.Peek() is null && _closed.IsEmpty && !_stopping) _wake.WaitOne();
        Volatile.Write(ref _sleeping, 0);
    }

    private void Transcode(TranscodeWork work)
    {
        RelayRoute route = work.Route!;
        Transcoder transcoder = route.Transcoder!;
        if (transcoder.IsClosed) return;
        if (work.Length == 0)
        {
            transcoder.Tick();
        }
        else if (RtpPacket.TryParse(work.Bytes.AsSpan(0, work.Length), out RtpPacket packet, out _))
        {
            if (packet.PayloadType == route.EventPayloadType) TranscodeEvent(work, packet, route);
            else if (packet.PayloadType != route.SourcePayloadType) transcoder.PutNoise(packet);
            else if (transcoder.Begin(packet))
            {
                Take(work, transcoder);
                transcoder.Put(packet);
            }
        }
        Take(work, transcoder);
    }

    private void Mix(MixDesk mix, MixRoom room)
    {
        if (room.IsClosed) return;
        room.Tick();
        for (int i = 0; i < room.Sinks.Count; i++)
        {
            MixSink sink = room.Sinks[i];
            if (!sink.Tick()) continue;
            TranscodeWork? result = _out.Reserve();
            if (result is null) Volatile.Write(ref _droppedOut, _droppedOut + 1);
            int length = sink.Write(result?.Bytes);
            if (length == 0) continue;
            result!.FillMix(mix, null, sink.Leg, length);
            _out.Commit();
        }
    }

    private void TranscodeEvent(TranscodeWork work, in RtpPacket packet, RelayRoute route)
    {
        byte payloadType = route.Map(packet.PayloadType);
        if (payloadType == RelayRoute.Blocked) return;
        if (_out.Reserve() is not { } result)
        {
            Volatile.Write(ref _droppedOut, _droppedOut + 1);
            return;
        }
        int length = route.Transcoder!.WriteEvent(packet, payloadType, route.FromEventClockHz, route.ToEventClockHz, result.Bytes);
        if (length > 0) Commit(result, work, length, isAudio: false);
    }

    private void Take(TranscodeWork work, Transcoder transcoder)
    {
        while (_out.Reserve() is { } result)
        {
            if (!transcoder.TryTake(result.Bytes, out int length)) return;
            if (length > 0) Commit(result, work, length, isAudio: true);
        }
        Volatile.Write(ref _droppedOut, _droppedOut + 1); // the transcoder forgets it with the next packet
    }

    private void Commit(TranscodeWork result, TranscodeWork work, int length, bool isAudio)
    {
        result.Fill(work.Source, work.Route, length, isAudio);
        _out.Commit();
    }

    private void CloseWaiting()
    {
        while (_closed.TryDequeue(out IDisposable? retired)) retired.Dispose();
    }
}
