using System.Collections.Concurrent;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>A resolver that a test can look at: what was found last, for each domain.</summary>
internal sealed class WatchedResolver(ISipResolver resolver) : ISipResolver
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<SipFlow>> _found = [];

    public async ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken) =>
        _found[nextHop.Host] = await resolver.ResolveAsync(nextHop, cancellationToken);

    /// <summary>The first answer for the domain, or the last one.</summary>
    public async Task<IReadOnlyList<SipFlow>> FoundAsync(string domain)
    {
        await Eventually.TrueAsync(() => _found.ContainsKey(domain), $"{domain} is looked up");
        return Found(domain);
    }

    /// <summary>The last answer for the domain.</summary>
    public IReadOnlyList<SipFlow> Found(string domain) => _found[domain];
}
