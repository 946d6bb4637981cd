using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Follows the directory: each trunk that calls out has its registration and its probes, a changed one new ones, a removed one none.</summary>
public sealed class TrunkService(TrunkBoard board, DirectoryService directory, ISipResolver resolver, TrunkEvents events, ISecrets secrets, EdgeOptions options,
    TimeProvider clock, ILogger<TrunkService> logger) : IDisposable
{
    /// <summary>Taking registrations back delays the end of the process by no more than this.</summary>
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<(TenantId, string), (TrunkRunner Runner, string Settings)> _runners = [];
    private SipStack? _stack;
    private bool _left;

    /// <summary>Begins with the directory as it is, once SIP runs.</summary>
    public void Start(SipStack stack)
    {
        _stack = stack;
        directory.Changed += Follow;
        Follow(directory.Current);
    }

    /// <summary>Takes all registrations back: the edge drains.</summary>
    public async Task LeaveAsync()
    {
        try
        {
            await Task.WhenAll(End(runner => runner.LeaveAsync())).WaitAsync(LeaveLimit, clock);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("a carrier did not confirm the end of our registration in time");
        }
    }

    /// <summary>Ends everything and tells nobody.</summary>
    public Task KillAsync() => Task.WhenAll(End(runner => runner.KillAsync()));

    public void Dispose()
    {
        directory.Changed -= Follow;
        foreach (var (runner, _) in _runners.Values) runner.Dispose();
    }

    private List<Task> End(Func<TrunkRunner, Task> end)
    {
        directory.Changed -= Follow;
        lock (_gate)
        {
            _left = true;
            return [.. _runners.Values.Select(r => end(r.Runner))];
        }
    }

    private void Follow(DirectorySnapshot snapshot)
    {
        lock (_gate)
        {
            if (_left) return;
            var wanted = snapshot.Tenants.Values.Where(t => t.Tenant.Active).SelectMany(t => t.Trunks.Values).Where(t => t.Targets.Count > 0)
                .ToDictionary(t => (t.TenantId, t.Name));
            foreach (var gone in _runners.Keys.Except(wanted.Keys).ToList()) Remove(gone);
            foreach (var (key, trunk) in wanted) Put(key, trunk);
        }
    }

    private void Put((TenantId, string) key, Trunk trunk)
    {
        var settings = JsonSerializer.Serialize(trunk, SmartPbxJson.Options);
        var before = Task.CompletedTask;
        if (_runners.TryGetValue(key, out var known))
        {
            if (known.Settings == settings) return;
            before = known.Runner.LeaveAsync();
        }
        var state = new TrunkState(trunk, Credentials(trunk));
        var runner = new TrunkRunner(state, _stack!, resolver, board, events, options, clock);
        _runners[key] = (runner, settings);
        board.Put(state);
        runner.Start(before);
    }

    private void Remove((TenantId, string) key)
    {
        _runners.Remove(key, out var gone);
        board.Remove(gone.Runner.Trunk.Trunk);
        _ = gone.Runner.LeaveAsync();
    }

    private DigestClient? Credentials(Trunk trunk)
    {
        if (trunk.Credentials is not { } credentials) return null;
        if (credentials.Password(secrets) is { } password) return new DigestClient(credentials.Username, password, SipTokens.Random);
        logger.LogError("the password of trunk {Trunk} of tenant {Tenant} was protected with another key; it cannot sign in", trunk.Name, trunk.TenantId);
        return null;
    }
}
