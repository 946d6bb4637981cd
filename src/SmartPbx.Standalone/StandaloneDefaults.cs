using Microsoft.Extensions.Configuration.Memory;

namespace SmartPbx.Standalone;

/// <summary>What the parts need to know of their house; anything set elsewhere wins.</summary>
internal static class StandaloneDefaults
{
    public static IConfigurationSource Source(StandaloneOptions options) => new MemoryConfigurationSource
    {
        InitialData = new Dictionary<string, string?> { ["Edge:DataFolder"] = Path.Combine(options.DataFolder, "edge") },
    };
}
