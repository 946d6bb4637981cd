using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>Finds where a request for a URI goes (RFC 3263): next hop in, candidates out. Thread-safe.</summary>
public interface ISipResolver
{
    /// <summary>
    /// The candidates in the order to try them; empty when there is none now (treat as 503). A name that needs several questions is bounded
    /// in questions and in time.
    /// </summary>
    ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken);
}
