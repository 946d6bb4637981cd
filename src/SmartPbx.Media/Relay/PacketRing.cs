namespace SmartPbx.Media.Relay;

/// <summary>A bounded ring of datagrams from one thread to another, without lock or allocation.</summary>
internal sealed class PacketRing
{
    public const int Slots = 1024; // at 50 packets a second: 20 ms of a thousand streams

    private readonly TranscodeWork[] _slots = new TranscodeWork[Slots];
    private long _written; // producer
    private long _read; // consumer

    public PacketRing()
    {
        for (int i = 0; i < Slots; i++) _slots[i] = new TranscodeWork();
    }

    /// <summary>Producer: the slot to fill.</summary>
    /// <returns>Null when the consumer is too slow.</returns>
    public TranscodeWork? Reserve() => _written - Volatile.Read(ref _read) >= Slots ? null : _slots[_written % Slots];

    /// <summary>Producer: the reserved slot is filled.</summary>
    public void Commit() => Volatile.Write(ref _written, _written + 1);

    /// <summary>Consumer: the oldest slot; it stays valid until <see cref="Release"/>.</summary>
    public TranscodeWork? Peek() => Volatile.Read(ref _written) == _read ? null : _slots[_read % Slots];

    /// <summary>Consumer: done with the slot.</summary>
    public void Release()
    {
        _slots[_read % Slots].Clear();
        Volatile.Write(ref _read, _read + 1);
    }
}
