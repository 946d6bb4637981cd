using System.Globalization;

namespace SmartPbx.Interop.Running;

/// <summary>Everything on loopback that is SIP, in one file; a scenario's share is cut out by its addresses when it failed.</summary>
public sealed class Capture : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _file;

    private Capture(ChildProcess process, string file) => (_process, _file) = (process, file);

    /// <summary>Null when nothing can be captured here: then there are only logs.</summary>
    public static async Task<Capture?> TryStartAsync(string folder, int sipPort)
    {
        var file = Path.Combine(folder, "all.pcap");
        var port = sipPort.ToString(CultureInfo.InvariantCulture);
        try
        {
            var process = ChildProcess.Start("tcpdump", ["-i", "lo", "-U", "-Z", "root", "-s", "0", "-w", file, "port", port, "or", "port", (sipPort + 1).ToString(CultureInfo.InvariantCulture)], Path.Combine(folder, "tcpdump.log"));
            if (await process.SaysAsync("listening on", TimeSpan.FromSeconds(10), CancellationToken.None)) return new Capture(process, file);
            await process.DisposeAsync();
        }
        catch (System.ComponentModel.Win32Exception) { } // tcpdump is not there
        return null;
    }

    /// <summary>Writes what these addresses sent and got.</summary>
    public async Task CutAsync(string target, IReadOnlyList<string> addresses)
    {
        string[] filter = [.. addresses.SelectMany((a, i) => i == 0 ? new[] { "host", a } : ["or", "host", a])];
        await using var cut = ChildProcess.Start("tcpdump", ["-Z", "root", "-r", _file, "-w", target, .. filter], target + ".log");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await cut.WaitForExitAsync(limit.Token);
        File.Delete(target + ".log");
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        File.Delete(_file);
    }
}
