using System.Net;

namespace SmartPbx.Sip.Transport;

/// <summary>A way to a peer: for UDP an address, for connections also which one (0 = any, open one if needed).</summary>
public readonly record struct SipFlow(SipTransportKind Kind, IPEndPoint Remote, long ConnectionId = 0);
