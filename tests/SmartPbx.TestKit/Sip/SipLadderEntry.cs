namespace SmartPbx.TestKit.Sip;

/// <summary>One message on the wire as the phone saw it.</summary>
/// <param name="Phone">Name of the phone that sent or received it.</param>
/// <param name="Sent">Whether the phone sent it.</param>
/// <param name="Line">Start line, with the CSeq method for responses.</param>
/// <param name="At">When, on the machine's monotonic clock (<see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>).</param>
public sealed record SipLadderEntry(string Phone, bool Sent, string Line, long At, string CallId);
