using System.Threading.Channels;

namespace SmartPbx.Agents.Conversations;

/// <summary>The one way into a conversation: bounded, read by its task alone.</summary>
internal sealed class Mailbox
{
    /// <summary>Most signals that wait. Frames wait in the line's own ring beyond that.</summary>
    public const int Capacity = 128;

    private readonly Channel<Signal> _signals = Channel.CreateBounded<Signal>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    public ChannelReader<Signal> Reader => _signals.Reader;

    public ValueTask PostAsync(Signal signal, CancellationToken cancellationToken) => _signals.Writer.WriteAsync(signal, cancellationToken);

    /// <summary>Posts what may be missed, because the next frame leads to the same look.</summary>
    public void TryPost(Signal signal) => _signals.Writer.TryWrite(signal);
}
