using System.Diagnostics;
using System.Globalization;
using SmartPbx.Interop.Running;
using SmartPbx.Interop.Sipp;
using SmartPbx.TestKit.Running;
using Spectre.Console;

namespace SmartPbx.Interop.Soak;

/// <summary>
/// Calls for a long time, with lost messages, peers that are stopped and go on (SIGSTOP, SIGCONT), callers that give up and phones that hang up;
/// then everybody leaves without a word, and the edge has to come back to nothing: calls, ports, sockets, transactions, threads, memory.
/// </summary>
internal sealed class SoakRun(string artifacts, TimeSpan time, int callsPerSecond, int seed)
{
    private const int Phones = 4, LossPercent = 3, MediaTimeoutSeconds = 20, LongestCallSeconds = 30, RegistrationSeconds = 7_200;
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(15), _idleLimit = TimeSpan.FromSeconds(180), _frozen = TimeSpan.FromSeconds(4), _look = TimeSpan.FromSeconds(10);
    private readonly Random _random = new(seed);

    /// <summary>Null when nothing is left; else what is.</summary>
    public async Task<string?> RunAsync()
    {
        await using var edge = await EdgeUnderTest.StartAsync(artifacts, new Dictionary<string, string> { ["Edge__Rtp__TimeoutSeconds"] = MediaTimeoutSeconds.ToString(CultureInfo.InvariantCulture) });
        await PlayAsync(edge, "warm-up", _warmUp);
        if (await Leftovers.WaitGoneAsync(edge, _idleLimit) is { } early) return "after the warm-up: " + early;
        var before = EdgeFigures.Take(edge);
        AnsiConsole.MarkupLineInterpolated($"idle after a warm-up: {before}; {time.TotalMinutes:0.#} minutes of {callsPerSecond * Phones} calls a second now, seed {seed}");
        await PlayAsync(edge, "soak", time);
        var clock = Stopwatch.StartNew();
        if (await Leftovers.WaitGoneAsync(edge, _idleLimit) is { } left) return left;
        var after = EdgeFigures.Take(edge);
        AnsiConsole.MarkupLineInterpolated($"nothing left {clock.Elapsed.TotalSeconds:0} s after everybody went: {after}");
        foreach (var fault in (await edge.MetricsAsync()).Split('\n').Where(l => l.StartsWith("smartpbx_faults", StringComparison.Ordinal))) AnsiConsole.WriteLine(fault);
        return after.GrownFrom(before);
    }

    private async Task PlayAsync(EdgeUnderTest edge, string name, TimeSpan length)
    {
        var peers = new List<ChildProcess>();
        try
        {
            for (var i = 0; i < Phones; i++)
                peers.AddRange(await StartPairAsync(new Place(i, edge, Directory.CreateDirectory(Path.Combine(artifacts, $"{name}-{i}")).FullName), length));
            for (var clock = Stopwatch.StartNew(); clock.Elapsed < length;)
            {
                await DisturbAsync(peers[_random.Next(peers.Count)], length - clock.Elapsed);
                var status = await edge.StatusAsync();
                AnsiConsole.MarkupLineInterpolated($"[grey]{clock.Elapsed:mm\\:ss}[/] {status["live_calls"]} calls, {status["ports_in_use"]} ports, {status["transactions"]} transactions, {EdgeFigures.Take(edge)}");
            }
        }
        finally
        {
            foreach (var peer in peers) await peer.DisposeAsync();
        }
    }

    private async Task DisturbAsync(ChildProcess peer, TimeSpan left)
    {
        var calm = _look * (0.5 + _random.NextDouble());
        await Task.Delay(calm < left ? calm : left);
        peer.Freeze();
        await Task.Delay(_frozen);
        peer.Thaw();
    }

    private async Task<IReadOnlyList<ChildProcess>> StartPairAsync(Place place, TimeSpan length)
    {
        var (port, server, seconds) = (FreePorts.Udp(), place.Edge.Sip.ToString(), (int)length.TotalSeconds + LongestCallSeconds);
        SippCommand Command(string scenario, string address, int from, string who) => new(scenario, address, from, who)
        {
            Server = server, Dialled = place.RingOrAgentNumber, Calls = 0, LossPercent = LossPercent, Rate = callsPerSecond, AtOnce = callsPerSecond * LongestCallSeconds, Seconds = seconds, KeepsMessages = false,
        };
        await using (var register = SippCommand.Start(place, Command(SippScenario.Phones("register"), place.PhoneAddress, port, "register") with { Calls = 1, LossPercent = 0, ExpiresSeconds = RegistrationSeconds }))
            if (await register.WaitForExitAsync(CancellationToken.None) is not 0) throw new InvalidOperationException("a phone could not register: " + SippErrors.Last(place.File("register.err")));
        var soak = Path.Combine(SippScenario.Folder, "soak");
        var phone = SippCommand.Start(place, Command(Path.Combine(soak, "phone.xml"), place.PhoneAddress, port, "phone"));
        return [phone, SippCommand.Start(place, Command(Path.Combine(soak, "caller.xml"), place.TrunkAddress, FreePorts.Udp(), "caller"))];
    }
}
