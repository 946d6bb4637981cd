using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Provisionals;

/// <summary>What <see cref="ReliableProvisionals"/> wants done.</summary>
/// <param name="Response">To be sent now; <c>null</c>: nothing.</param>
/// <param name="LookAgain">Call <see cref="ReliableProvisionals.Elapse"/> after so long from now; <c>null</c>: a timer that runs is left alone.</param>
/// <param name="IsRefused">No PRACK came: refuse the request with 504 (RFC 3262 §3).</param>
public readonly record struct ReliableStep(SipResponse? Response, TimeSpan? LookAgain, bool IsRefused = false);
