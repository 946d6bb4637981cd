namespace SmartPbx.Domain.Ports;

/// <summary>Push to browsers and edges: best effort, at most once, never awaited for long.</summary>
public interface IRealTime
{
    /// <summary>Sends one message; the payload is serialised with <see cref="SmartPbxJson.Options"/>.</summary>
    /// <param name="name">Event name of the catalogue, or <c>edge.command</c>.</param>
    Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken);
}
