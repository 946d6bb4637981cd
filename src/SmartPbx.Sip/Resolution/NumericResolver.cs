using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>Knows addresses only: for elements that have no DNS.</summary>
public sealed class NumericResolver : ISipResolver
{
    public ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SipFlow>>(NumericNextHop.TryGetFlow(nextHop, out var flow) ? [flow] : []);
}
