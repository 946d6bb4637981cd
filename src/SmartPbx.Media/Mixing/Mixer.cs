using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>
/// A thread-safe handle on one mix of legs of one engine: listening in, whispering, conferences. Voices are tapped as the recorder taps them, mixed
/// beside the relay thread, and sent in place of what the listening leg would hear; its peer sees one stream with no break in its numbers. While a mix feeds a leg,
/// telephone-events of its peer leg do not pass by themselves: send them with <see cref="MediaLeg.SendDigit"/>. The owner disposes it.
/// </summary>
public sealed class Mixer : IDisposable
{
    private readonly RelayThread _relay;
    private readonly MixDesk _desk;
    private int _disposed;

    internal Mixer(RelayThread relay) => (_relay, _desk) = (relay, new MixDesk(relay));

    /// <summary>Who hears whom from now on. A leg belongs to one mixer at a time: the last one to name it.</summary>
    public void Arrange(MixPlan plan)
    {
        if (Volatile.Read(ref _disposed) == 0) _relay.Post(new ArrangeMixCommand(_desk, plan));
    }

    /// <summary>Ends the mix: every leg is back where it was, at its peer leg or its playout.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _relay.Post(new CloseMixCommand(_desk));
    }
}
