namespace SmartPbx.Contracts.Blobs;

/// <summary>Gives its content and then fails instead of ending.</summary>
internal sealed class BrokenStream(byte[] content) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, count) is > 0 and var read ? read : throw new IOException("the source is gone");

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var copy = new byte[buffer.Length];
        var read = Read(copy, 0, copy.Length);
        copy.AsSpan(0, read).CopyTo(buffer.Span);
        return ValueTask.FromResult(read);
    }
}
