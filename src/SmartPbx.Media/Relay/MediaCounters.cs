namespace SmartPbx.Media.Relay;

/// <summary>Totals of one engine since its start. Written by the relay thread, read by any.</summary>
public sealed class MediaCounters
{
    internal long Received, Relayed, Played, Ignored, MalformedInput, SendFailures, Dropped, TapOverflowed, Commands, FailedEvents, LateTickCount, TickCount, Allocated, Sockets, Legs, FaultCount;

    /// <summary>RTP packets accepted from peers.</summary>
    public long PacketsReceived => Volatile.Read(ref Received);

    /// <summary>RTP packets passed from one leg to its peer leg. By io_uring those the kernel then refused are among them; they are <see cref="SendErrors"/> too.</summary>
    public long PacketsRelayed => Volatile.Read(ref Relayed);

    /// <summary>RTP packets made by playout, comfort silence included.</summary>
    public long PacketsPlayed => Volatile.Read(ref Played);

    /// <summary>Packets of foreign sources on locked streams.</summary>
    public long IgnoredSourcePackets => Volatile.Read(ref Ignored);

    /// <summary>Packets that are not RTP or RTCP.</summary>
    public long MalformedPackets => Volatile.Read(ref MalformedInput);

    /// <summary>Packets the kernel refused to send.</summary>
    public long SendErrors => Volatile.Read(ref SendFailures);

    /// <summary>Packets dropped on purpose (direction, no remote, event not negotiated).</summary>
    public long DroppedPackets => Volatile.Read(ref Dropped);

    /// <summary>Tap frames and recorder packets lost because the consumer was slow.</summary>
    public long TapOverflows => Volatile.Read(ref TapOverflowed);

    /// <summary>Commands applied.</summary>
    public long CommandsApplied => Volatile.Read(ref Commands);

    /// <summary>Event handlers that threw.</summary>
    public long EventFailures => Volatile.Read(ref FailedEvents);

    /// <summary>Exceptions caught by the relay loop: bugs. The packet or tick at fault is dropped, the relay goes on.</summary>
    public long Faults => Volatile.Read(ref FaultCount);

    /// <summary>20 ms ticks that began more than 5 ms late.</summary>
    public long LateTicks => Volatile.Read(ref LateTickCount);

    /// <summary>Bytes the relay thread has allocated on the managed heap, as of its last tick. Grows with commands, never with packets.</summary>
    public long RelayAllocatedBytes => Volatile.Read(ref Allocated);

    /// <summary>Sockets open now.</summary>
    public long OpenSockets => Volatile.Read(ref Sockets);

    /// <summary>Legs open now.</summary>
    public long OpenLegs => Volatile.Read(ref Legs);
}
