using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>One entry of the loop's channel: a datagram in a rented buffer, or a command.</summary>
internal readonly record struct StackEvent(Action? Command, byte[]? Buffer, int Length, SipFlow Flow);
