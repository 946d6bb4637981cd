using System.Net;
using SmartPbx.Standalone.Configuration;

namespace SmartPbx.Standalone;

/// <summary>Section <c>Standalone</c>: where the one process keeps its data and where it listens.</summary>
internal sealed record StandaloneOptions
{
    /// <summary>Folder of everything that lasts; one process at a time.</summary>
    public required string DataFolder { get; init; }
    /// <summary>Address and port of console and API; loopback unless told otherwise.</summary>
    public required IPEndPoint Http { get; init; }
    /// <summary>Address at which browsers reach it, when it is not the bound one (a proxy, a name).</summary>
    public required Uri PublicUrl { get; init; }
    /// <summary>JSON lines instead of readable ones.</summary>
    public required bool JsonLogs { get; init; }

    /// <summary>Reads and checks the section. Throws <see cref="ConfigurationException"/> with the key and the reason.</summary>
    public static StandaloneOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Standalone");
        var http = section["Http"] ?? "127.0.0.1:8080";
        if (!IPEndPoint.TryParse(http, out var bind) || bind.Port == 0)
            throw new ConfigurationException("Standalone:Http", $"'{http}' is no address:port such as 127.0.0.1:8080");
        var reachable = bind.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, bind.Port) : bind;
        var publicUrl = section["PublicUrl"] ?? $"http://{reachable}/";
        if (!Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new ConfigurationException("Standalone:PublicUrl", $"'{publicUrl}' is no http or https address");
        var format = section["LogFormat"] ?? "text";
        if (format is not ("text" or "json")) throw new ConfigurationException("Standalone:LogFormat", $"'{format}' is neither text nor json");
        var folder = section["DataFolder"] ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".smartpbx");
        if (folder.Length == 0) throw new ConfigurationException("Standalone:DataFolder", "is empty");
        return new StandaloneOptions { DataFolder = Path.GetFullPath(folder), Http = bind, PublicUrl = url, JsonLogs = format == "json" };
    }
}
