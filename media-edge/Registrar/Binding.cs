using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Registrar;

/// <summary>Where a phone can be rung: its Contact, and the flow its REGISTER really came by (behind a NAT they differ, and the latter works).</summary>
public sealed record Binding(NameAddr Contact, SipFlow Source, DateTimeOffset ExpiresAt, string SipCallId, uint CSeq);
