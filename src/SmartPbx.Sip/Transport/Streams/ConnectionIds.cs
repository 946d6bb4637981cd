using System.Buffers.Binary;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>Ids of connections. They begin somewhere at random, so that an id kept by an earlier process names nothing in this one. Thread-safe.</summary>
internal sealed class ConnectionIds
{
    private const long Room = 1L << 62;
    private long _last;

    public ConnectionIds(SipTokens tokens)
    {
        Span<byte> random = stackalloc byte[sizeof(long)];
        tokens.Fill(random);
        _last = BinaryPrimitives.ReadInt64BigEndian(random) & (Room - 1);
    }

    public long Next() => Interlocked.Increment(ref _last);
}
