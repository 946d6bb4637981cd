using System.Collections;
using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>Logging scope: every line of a call carries its tenant and call id, and nothing about the people in it.</summary>
internal sealed class CallScope(TenantId tenant, CallId call) : IReadOnlyList<KeyValuePair<string, object>>
{
    public int Count => 2;

    public KeyValuePair<string, object> this[int index] => index == 0 ? new("tenant", tenant.Value) : new("call", call.Value);

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"tenant:{tenant} call:{call}";
}
