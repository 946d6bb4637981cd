namespace SmartPbx.Embedded.Bus;

/// <summary>Tells the publisher that events were committed, or that their subscribers are now known.</summary>
public sealed class OutboxSignal
{
    private readonly WakeSignal _signal = new();

    internal Task Next => _signal.Next;

    internal void Wake() => _signal.Wake();
}
