namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// Room that an admitted call has: its place among the edge's calls, and the channel of the trunk that its caller came by. Who leaves the call by a transfer
/// takes the channel along, or gives it back, while the call goes on.
/// </summary>
public sealed class AdmissionTicket(IDisposable place, IDisposable? channel) : IDisposable
{
    private IDisposable? _channel = channel;

    /// <summary>The caller's leg frees its channel by itself from now on; null: it has none, or has it already.</summary>
    public IDisposable? TakeChannel()
    {
        var taken = _channel;
        _channel = null;
        return taken;
    }

    /// <summary>Gives back what was not taken. Any number of times.</summary>
    public void Dispose()
    {
        place.Dispose();
        _channel?.Dispose();
    }
}
