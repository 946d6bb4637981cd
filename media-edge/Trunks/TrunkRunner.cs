using SmartPbx.MediaEdge.Configuration;
using SmartPbx.Sip;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>One trunk's background work, from its appearance in the directory to its end.</summary>
internal sealed class TrunkRunner(TrunkState trunk, SipStack stack, ISipResolver resolver, TrunkBoard board, TrunkEvents events, EdgeOptions options, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly CancellationTokenSource _kill = new();
    private Task _work = Task.CompletedTask;

    public TrunkState Trunk => trunk;

    /// <summary>Begins when <paramref name="before"/> is over: a registration that is taken back must not take the new one with it.</summary>
    public void Start(Task before) => _work = Task.Run(() => RunAsync(before));

    /// <summary>Takes the registration back and ends.</summary>
    public Task LeaveAsync()
    {
        _leave.Cancel();
        return _work;
    }

    /// <summary>Ends at once and tells nobody.</summary>
    public Task KillAsync()
    {
        _kill.Cancel();
        _leave.Cancel();
        return _work;
    }

    public void Dispose()
    {
        _leave.Dispose();
        _kill.Dispose();
    }

    private async Task RunAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var probes = trunk.Targets.Select(target => new TrunkProbe(trunk, target, stack, resolver, board, events, clock)).ToList();
        await Task.WhenAll(probes.Select(p => p.LocateAsync(_leave.Token))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!trunk.Trunk.Active || _leave.IsCancellationRequested) return;
        var work = probes.Select(p => p.RunAsync(_leave.Token)).ToList();
        if (trunk.Trunk.Registration is not null && trunk.ContactUser is not null)
            work.Add(new TrunkRegistration(trunk, stack, events, options.TrunkRetry, clock).RunAsync(_leave.Token, _kill.Token));
        await Task.WhenAll(work);
    }
}
