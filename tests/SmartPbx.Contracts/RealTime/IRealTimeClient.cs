using System.Text.Json;

namespace SmartPbx.Contracts.RealTime;

/// <summary>A connected browser.</summary>
public interface IRealTimeClient : IAsyncDisposable
{
    /// <summary>The next message: its name and its one argument.</summary>
    Task<(string Name, JsonElement Payload)> ReadAsync();
}
