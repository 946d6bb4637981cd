using System.Buffers;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>
/// Messages over a byte stream: TCP, and TLS above it. An idle connection holds no buffer; one in the middle of a message holds as much as the
/// message needs and never more than the limits.
/// </summary>
internal sealed class StreamChannel(Stream stream, SipLimits limits, SipConnectionLimits connectionLimits, TimeProvider time) : ISipChannel
{
    private const int FirstBufferBytes = 4_096;

    private readonly StreamFramer _framer = new(limits, connectionLimits);
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _taken;
    private long _begunAt;

    public bool CanHalfClose => true;

    public long MessageBegunAt => Volatile.Read(ref _begunAt);

    public async ValueTask<ChannelRead> ReadAsync(CancellationToken cancellationToken)
    {
        Take(_taken);
        while (true)
        {
            var frame = _framer.Next(_buffer.AsSpan(_start.._end));
            if (frame.Kind != FrameKind.Incomplete)
            {
                _taken = frame.Length;
                Volatile.Write(ref _begunAt, 0);
                return new ChannelRead(frame.Kind, _buffer.AsMemory(_start, frame.Length), frame.Error);
            }
            if (!await FillAsync(frame.ExpectedLength, cancellationToken).ConfigureAwait(false))
                return new ChannelRead(FrameKind.End);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => stream.WriteAsync(message, cancellationToken);

    public async ValueTask DiscardAsync(CancellationToken cancellationToken)
    {
        Reserve(_end + 1);
        while (await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync().ConfigureAwait(false);
        Release();
    }

    private async ValueTask<bool> FillAsync(int expectedLength, CancellationToken cancellationToken)
    {
        if (_buffer.Length == 0)
            await stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false); // waits for a byte without a place for it
        Reserve(Math.Max(expectedLength, _end - _start + 1));
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        if (read > 0 && _begunAt == 0)
            Volatile.Write(ref _begunAt, Math.Max(1, time.GetTimestamp()));
        _end += read;
        return read > 0;
    }

    // A message is taken off when the next one is asked for: until then its bytes are the caller's.
    private void Take(int length)
    {
        _taken = 0;
        _start += length;
        if (_start == _end)
            Release();
        else if (length > 0)
            Volatile.Write(ref _begunAt, Math.Max(1, time.GetTimestamp()));
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _start >= length && _end < _buffer.Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, _end - _start == 0 ? FirstBufferBytes : 2 * (_end - _start)));
        _buffer.AsSpan(_start.._end).CopyTo(larger);
        (_start, _end) = (0, _end - _start);
        Return(larger);
    }

    private void Release()
    {
        (_start, _end) = (0, 0);
        Return([]);
    }

    private void Return(byte[] next)
    {
        (byte[] old, _buffer) = (_buffer, next);
        if (old.Length > 0)
            ArrayPool<byte>.Shared.Return(old);
    }
}
