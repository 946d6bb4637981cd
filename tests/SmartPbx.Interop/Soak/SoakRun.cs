using System.Diagnostics;
using System.Globalization;
using SmartPbx.Interop.Running;
using SmartPbx.Interop.Soak.Load;
using SmartPbx.TestKit.Running;
using Spectre.Console;

namespace SmartPbx.Interop.Soak;

/// <summary>
/// Calls for a long time over a bad wire (<see cref="WireFaults"/>: SIP and RTP lost, doubled, overtaken), with peers that are stopped and go on (SIGSTOP,
/// SIGCONT), callers that give up, phones that hang up, hold, transfer and vanish; then everybody is killed, and the edge has to come back to nothing: calls,
/// dialogs, ports, sockets, transactions, tasks, threads. Its memory may have a level, but none that grows with the minutes.
/// </summary>
internal sealed class SoakRun(string artifacts, TimeSpan time, double callsPerSecond, int seed)
{
    private const int Places = 3, MediaTimeoutSeconds = 20, ShortFreezes = 4, SamplesPerCollection = 9;
    // The warm-up fills what is made once and kept: recognisers, above all.
    private const double AgentShare = 0.05, WarmUpAgentShare = 0.6;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(45), _idleLimit = TimeSpan.FromSeconds(180), _readyLimit = TimeSpan.FromSeconds(60), _sampleEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(12), _freeze = TimeSpan.FromSeconds(4), _longFreeze = TimeSpan.FromSeconds(MediaTimeoutSeconds + 5);
    private readonly Random _random = new(seed);
    private readonly SoakLog _log = new(artifacts);
    private int _stops, _recordings;

    /// <summary>Null when nothing is left; else what is.</summary>
    public async Task<string?> RunAsync()
    {
        await using var edge = await EdgeUnderTest.StartAsync(artifacts, [], new Dictionary<string, string>
        {
            ["Edge__Rtp__TimeoutSeconds"] = MediaTimeoutSeconds.ToString(CultureInfo.InvariantCulture),
            ["Edge__Sip__SessionExpiresSeconds"] = "90", // a call on hold whose peers are dead ends by this alone
        });
        await PlayAsync(edge, "warm-up", _warmUp, WarmUpAgentShare, _ => { });
        if (await Leftovers.WaitGoneAsync(edge, _idleLimit) is { } early) return "after the warm-up: " + early;
        var before = await TakeIdleAsync(edge, TimeSpan.Zero);
        AnsiConsole.MarkupLineInterpolated($"idle after a warm-up: {before}");
        AnsiConsole.MarkupLineInterpolated($"{time.TotalMinutes:0.#} minutes of {callsPerSecond:0.#} calls a second now, seed {seed}");
        await WriteDescriptorsAsync(edge, "before");
        var counts = await PlayAsync(edge, "soak", time, AgentShare, _log.Add);
        var clock = Stopwatch.StartNew();
        var left = await Leftovers.WaitGoneAsync(edge, _idleLimit);
        var after = await TakeIdleAsync(edge, time + clock.Elapsed);
        await WriteDescriptorsAsync(edge, "after");
        _log.Print(counts, time, _stops);
        AnsiConsole.MarkupLineInterpolated($"{clock.Elapsed.TotalSeconds:0} s after everybody was killed: {after}; {_recordings:#,0} recordings were stored and removed");
        foreach (var fault in (await edge.MetricsAsync()).Split('\n').Where(l => l.StartsWith("smartpbx_faults", StringComparison.Ordinal))) AnsiConsole.WriteLine(fault);
        return left ?? after.GrownFrom(before) ?? (_log.Growths().FirstOrDefault(g => g.IsTooMuch) is { } growth ? $"{growth.What} grow: {growth.Early:0.#} early, {growth.Late:0.#} late" : null);
    }

    private static async Task<EdgeFigures> TakeIdleAsync(EdgeUnderTest edge, TimeSpan at)
    {
        await FullCollection.RunAsync(edge.ProcessId, CancellationToken.None);
        return await EdgeFigures.TakeAsync(edge, at);
    }

    private Task WriteDescriptorsAsync(EdgeUnderTest edge, string when) => File.WriteAllLinesAsync(Path.Combine(artifacts, $"descriptors-{when}.txt"), EdgeFigures.Descriptors(edge).Order());

    private async Task<PeerCounts> PlayAsync(EdgeUnderTest edge, string name, TimeSpan length, double agentShare, Action<EdgeFigures> onSample)
    {
        var peers = new List<ChildProcess>();
        string CountsFile(int i) => Path.Combine(artifacts, $"{name}-{i}.json");
        try
        {
            for (var i = 0; i < Places; i++)
                foreach (var isCaller in (bool[])[false, true])
                    peers.Add(await StartAsync(new SoakOrder(isCaller, i, Places, edge.Sip, callsPerSecond / Places, agentShare, _random.Next(), CountsFile(peers.Count)), name));
            using var over = new CancellationTokenSource(length);
            await Task.WhenAll(DisturbAsync(peers, over.Token), SampleAsync(edge, onSample, over.Token));
        }
        finally
        {
            foreach (var peer in peers) await peer.KillAsync();
        }
        return Enumerable.Range(0, peers.Count).Select(i => PeerCounts.Read(CountsFile(i))).Aggregate((a, b) => a + b);
    }

    private async Task<ChildProcess> StartAsync(SoakOrder order, string name)
    {
        var peer = ChildProcess.Start("dotnet", [Checkout.Program("tests/SmartPbx.Interop", "SmartPbx.Interop"), .. order.ToArguments()], Path.Combine(artifacts, $"{name}-{(order.IsCaller ? "callers" : "phone")}-{order.Index}.log"));
        if (!await peer.SaysAsync(SoakPeers.Ready, _readyLimit, CancellationToken.None)) throw new InvalidOperationException($"peers are not ready: see {peer.LogFile}");
        return peer;
    }

    // Most stops are short, so that retransmission bridges them; some are longer than the media timeout, so that calls end for it.
    private async Task DisturbAsync(List<ChildProcess> peers, CancellationToken over)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_calm * (0.5 + _random.NextDouble()), over);
                var peer = peers[_random.Next(peers.Count)];
                peer.Freeze();
                _stops++;
                try { await Task.Delay(_stops % ShortFreezes == 0 ? _longFreeze : _freeze, over); }
                finally { peer.Thaw(); }
            }
        }
        catch (OperationCanceledException) { } // the time is over
    }

    private async Task SampleAsync(EdgeUnderTest edge, Action<EdgeFigures> onSample, CancellationToken over)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            for (var sample = 1; ; sample++)
            {
                await Task.Delay(_sampleEvery, over);
                if (sample % SamplesPerCollection == 0) await FullCollection.RunAsync(edge.ProcessId, over);
                onSample(await EdgeFigures.TakeAsync(edge, clock.Elapsed));
                _recordings += OldRecordings.Delete(Path.Combine(artifacts, "data"));
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested) { } // the time is over
    }
}
