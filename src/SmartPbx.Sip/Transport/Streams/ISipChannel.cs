namespace SmartPbx.Sip.Transport.Streams;

/// <summary>Whole messages over one open connection. Read and write may run at the same time, each of them once.</summary>
internal interface ISipChannel : IAsyncDisposable
{
    /// <summary>Whether the peer may end its side and still take answers.</summary>
    bool CanHalfClose { get; }

    /// <summary>Timestamp of the first byte of a message that is not whole yet; 0 when there is none. Thread-safe.</summary>
    long MessageBegunAt { get; }

    /// <summary>What comes next. The bytes are valid until the next call. Throws when the connection breaks.</summary>
    ValueTask<ChannelRead> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Sends one message.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Reads and forgets until the peer is done: closing with unread bytes would cost it our last answer.</summary>
    ValueTask DiscardAsync(CancellationToken cancellationToken);
}
