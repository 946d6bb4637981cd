using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>What all connection-oriented transports of a stack share.</summary>
internal sealed record StreamSettings(SipLimits Messages, SipConnectionLimits Connections, TimeProvider TimeProvider, ConnectionIds Ids);
