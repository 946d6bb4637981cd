using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>Adds to a request what the transport adds (RFC 3261 §18.1.1), and chooses its way. Thread-safe.</summary>
internal sealed class RequestWriter(SipStackOptions options, ListenerSet listeners)
{
    private const int DefaultMaxForwards = 70; // RFC 3261 §8.1.1.6

    /// <summary>RFC 3261 §18.1.1: a larger request must not go over UDP when the path MTU is unknown.</summary>
    private const int MaxDatagramBytes = 1_300;

    /// <summary>A peer that takes no connections is asked for one again after this.</summary>
    private static readonly TimeSpan Penalty = TimeSpan.FromMinutes(10);

    private readonly DeadTargets _datagramOnly = new(options.TimeProvider, Penalty);

    /// <summary>The request with a new branch, Via, Max-Forwards and User-Agent.</summary>
    public RequestWay Write(SipRequest request, SipFlow flow)
    {
        request.MaxForwards ??= DefaultMaxForwards;
        if (!request.Headers.Has(SipHeaderId.UserAgent))
            request.Headers.SetText(SipHeaderId.UserAgent, options.Product);
        flow = Living(request, flow);
        string branch = options.Tokens.NewBranch();
        var way = Write(request, flow, branch);
        var connected = new SipFlow(SipTransportKind.Tcp, flow.Remote) { Local = flow.Local };
        bool isSwitched = flow.Kind == SipTransportKind.Udp && way.Bytes.Length > MaxDatagramBytes && request.Method != SipMethod.Ack
            && listeners.Serves(SipTransportKind.Tcp, flow.Remote.AddressFamily) && !_datagramOnly.Contains(connected);
        return isSwitched ? Write(request, connected, branch) with { Next = way, Failures = _datagramOnly } : way;
    }

    // A connection that is gone leaves the request to where it is addressed: its first route, else its URI (RFC 3261 §8.1.2, §18.1.1). Who named
    // no address there, like a browser, cannot be reached any more.
    private SipFlow Living(SipRequest request, SipFlow flow)
    {
        if (flow.ConnectionId == 0 || listeners.IsAlive(flow))
            return flow;
        var nextHop = request.Routes is [var route, ..] ? route.Uri : request.Uri;
        return NumericNextHop.TryGetFlow(nextHop, out var named) && listeners.Serves(named.Kind, named.Remote.AddressFamily) ? named with { Local = flow.Local } : flow;
    }

    private RequestWay Write(SipRequest request, SipFlow flow, string branch)
    {
        // An rport of ours costs nothing and lets the answer come back through a NAT (RFC 3581 §3).
        var via = listeners.Via(flow, new SipParameters(new SipParameter("branch", branch), new SipParameter("rport", null)));
        request.Headers.RemoveAll(SipHeaderId.Via);
        request.Headers.Push(SipHeaderId.Via, via);
        return new RequestWay(flow, request.ToBytes());
    }
}
