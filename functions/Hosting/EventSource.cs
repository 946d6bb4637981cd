namespace SmartPbx.Functions.Hosting;

/// <summary>What the function app calls itself in events.</summary>
internal static class EventSource
{
    public const string Functions = "/functions";
}
