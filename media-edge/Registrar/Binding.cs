using System.Net;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>Where a phone can be rung: its Contact, and the address its REGISTER really came from (behind a NAT they differ, and the latter works).</summary>
public sealed record Binding(NameAddr Contact, IPEndPoint Source, DateTimeOffset ExpiresAt, string SipCallId, uint CSeq);
