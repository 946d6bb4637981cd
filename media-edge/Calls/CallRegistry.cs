using System.Collections.Concurrent;
using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Live calls, by id and by dialog (Call-ID and our tag), so that requests find their call.</summary>
internal sealed class CallRegistry
{
    /// <summary>Dialogs that are over and still remembered.</summary>
    public const int MaxRemembered = 1_000;

    private readonly ConcurrentDictionary<CallId, Call> _calls = new();
    private readonly ConcurrentDictionary<(string CallId, string LocalTag), (Call Call, LegSide Side)> _dialogs = new();
    private readonly ConcurrentDictionary<IPAddress, int> _peers = new();
    private readonly ConcurrentDictionary<Task, bool> _tasks = new();
    private readonly Queue<(string CallId, string LocalTag, TenantId Tenant)> _over = new();

    public IEnumerable<Call> Calls => _calls.Values;

    public int Count => _calls.Count;

    public int DialogCount => _dialogs.Count;

    public Call? Find(CallId call) => _calls.GetValueOrDefault(call);

    /// <summary>Calls and their background work, for drains and leak guards.</summary>
    public IReadOnlyCollection<Task> Tasks => [.. _tasks.Keys];

    /// <summary>Whether a live call talks with this address.</summary>
    public bool HasPeer(IPAddress address) => _peers.ContainsKey(address);

    public void Add(Call call, IPAddress peer)
    {
        _calls[call.Id] = call;
        AddPeer(peer);
    }

    public void AddDialog(Call call, LegSide side, string callId, string localTag)
    {
        _dialogs[(callId, localTag)] = (call, side);
        call.DialogKeys.Push((callId, localTag));
    }

    private void AddPeer(IPAddress address) => _peers.AddOrUpdate(address, 1, (_, count) => count + 1);

    private void RemovePeer(IPAddress address)
    {
        while (_peers.TryGetValue(address, out var count))
            if (count == 1 ? _peers.TryRemove(new KeyValuePair<IPAddress, int>(address, 1)) : _peers.TryUpdate(address, count - 1, count))
                return;
    }

    public (Call Call, LegSide Side)? Find(string callId, string? localTag) =>
        localTag is not null && _dialogs.TryGetValue((callId, localTag), out var found) ? found : null;

    /// <summary>The call and all its dialogs.</summary>
    public void Remove(Call call, IPAddress peer)
    {
        _calls.TryRemove(call.Id, out _);
        // A transfer may have given a dialog to another call meanwhile.
        foreach (var key in call.DialogKeys)
            if (_dialogs.TryGetValue(key, out var held) && held.Call == call && _dialogs.TryRemove(KeyValuePair.Create(key, held)))
                Remember(key, call.Tenant);
        RemovePeer(peer);
    }

    /// <summary>Whether a dialog of this tenant was here and is over (RFC 3891 §3); known of the latest <see cref="MaxRemembered"/>.</summary>
    public bool WasHere(string callId, string localTag, TenantId tenant)
    {
        lock (_over) return _over.Contains((callId, localTag, tenant));
    }

    private void Remember((string CallId, string LocalTag) dialog, TenantId tenant)
    {
        lock (_over)
        {
            if (_over.Count >= MaxRemembered) _over.Dequeue();
            _over.Enqueue((dialog.CallId, dialog.LocalTag, tenant));
        }
    }

    /// <summary>Keeps a task in sight until it ends.</summary>
    public void Watch(Task task)
    {
        _tasks[task] = true;
        _ = task.ContinueWith(done => _tasks.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
