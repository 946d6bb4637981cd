using System.Globalization;

namespace SmartPbx.Interop.Running;

/// <summary>
/// Loses packets of some addresses by chance, signalling and audio alike, in both directions. Only in a network namespace of our own, whose rules are
/// nobody else's and are gone with it. iptables does it: not every kernel has netem.
/// </summary>
internal sealed class LossyNetwork : IAsyncDisposable
{
    private const string OwnNetwork = "INTEROP_OWN_NETWORK"; // the Makefile says so

    private readonly List<string[]> _rules = [];
    private readonly string _log;

    private LossyNetwork(string log) => _log = log;

    /// <summary>Whether packets can be lost here.</summary>
    public static async Task<bool> IsHereAsync(string folder)
    {
        if (Environment.GetEnvironmentVariable(OwnNetwork) != "1") return false;
        var log = Path.Combine(folder, "iptables.log");
        try { return await RunAsync(log, ["-L", "INPUT"]); }
        catch (System.ComponentModel.Win32Exception) { return false; }
    }

    /// <summary>Loses this share of what these addresses send and get.</summary>
    public static async Task<LossyNetwork> StartAsync(Place place, double share, params string[] addresses)
    {
        var network = new LossyNetwork(place.File("iptables.log"));
        foreach (var address in addresses)
            foreach (var direction in (string[])["-s", "-d"])
                await network.AddAsync(direction, address, share);
        return network;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var rule in _rules) await RunAsync(_log, ["-w", "-D", .. rule]);
    }

    private async Task AddAsync(string direction, string address, double share)
    {
        string[] rule =
        [
            "INPUT", "-i", "lo", "-p", "udp", direction, address, "-m", "statistic", "--mode", "random", "--probability",
            share.ToString(CultureInfo.InvariantCulture), "-j", "DROP",
        ];
        if (!await RunAsync(_log, ["-w", "-A", .. rule])) throw new InvalidOperationException($"iptables: see {_log}");
        _rules.Add(rule);
    }

    private static async Task<bool> RunAsync(string log, string[] arguments)
    {
        await using var process = ChildProcess.Start("iptables", arguments, log);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await process.WaitForExitAsync(limit.Token) is 0;
    }
}
