using System.Diagnostics;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop;

/// <summary>Plays scenarios, a few at once, each in a place of its own and within its time; keeps what a failed one left.</summary>
internal sealed class Stage(EdgeUnderTest edge, EdgeCapabilities capabilities, Capture? capture, IReadOnlySet<string> knownMissing, string artifacts, Action<Result> onResult)
{
    public async Task<IReadOnlyList<Result>> PlayAsync(IReadOnlyList<IScenario> scenarios, int atOnce)
    {
        var results = new Result[scenarios.Count];
        // The long ones first, so that the end does not wait for one of them.
        var order = Enumerable.Range(0, scenarios.Count).OrderByDescending(i => scenarios[i].Limit);
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (i, _) =>
        {
            results[i] = await PlayAsync(scenarios[i], i);
            onResult(results[i]);
        });
        return results;
    }

    private async Task<Result> PlayAsync(IScenario scenario, int index)
    {
        var known = knownMissing.Contains(scenario.Name);
        if (scenario.Needs.FirstOrDefault(n => !capabilities.Has(n)) is { } missing) return new Result(scenario, EdgeCapabilities.IsOfMachine(missing) ? Outcome.NotHere : Outcome.NotThereYet, $"needs {missing}", TimeSpan.Zero, known);
        var place = new Place(index, edge, Directory.CreateDirectory(Path.Combine(artifacts, scenario.Name)).FullName);
        var clock = Stopwatch.StartNew();
        var why = await TryAsync(scenario, place);
        if (why is null)
        {
            Directory.Delete(place.Folder, recursive: true);
            return new Result(scenario, Outcome.Passed, "", clock.Elapsed, known);
        }
        if (capture is not null) await capture.CutAsync(place.File("sip.pcap"), [place.TrunkAddress, place.PhoneAddress, place.CallerAddress, place.StrangerAddress]);
        return new Result(scenario, Outcome.Failed, why, clock.Elapsed, known);
    }

    private static async Task<string?> TryAsync(IScenario scenario, Place place)
    {
        using var limit = new CancellationTokenSource(scenario.Limit);
        try { return await scenario.PlayAsync(place, limit.Token); }
        catch (OperationCanceledException) { return $"not over after {scenario.Limit.TotalSeconds:0} s"; }
        catch (Exception failure) when (failure is IOException or InvalidOperationException or System.ComponentModel.Win32Exception) { return failure.Message; }
    }
}
