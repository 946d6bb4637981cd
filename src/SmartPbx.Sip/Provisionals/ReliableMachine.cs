using static SmartPbx.Sip.Provisionals.ReliableActions;
using static SmartPbx.Sip.Provisionals.ReliableInput;
using static SmartPbx.Sip.Provisionals.ReliableState;

namespace SmartPbx.Sip.Provisionals;

/// <summary>
/// The server's side of RFC 3262 §3 as a table, without I/O and time. "The UAS MUST NOT send a second reliable provisional response until the
/// first is acknowledged": we keep to that for the later ones too, so that at most one waits. Input without a line changes nothing.
/// </summary>
public static class ReliableMachine
{
    /// <summary>What follows.</summary>
    public static (ReliableState Next, ReliableActions Actions) Next(ReliableState state, ReliableInput input) => (state, input) switch
    {
        (Free, Send) => (Waiting, SendResponse | StartRepeat | StartGiveUp),
        (Free, Final) => (Ended, None),

        (Waiting, Send) => (Waiting, Queue),
        (Waiting, Prack) => (Free, AcceptPrack),
        (Waiting, TimerRepeat) => (Waiting, SendResponse | StartRepeat),
        (Waiting, TimerGiveUp) => (Ended, Refuse),
        // "the UAS SHOULD NOT continue to retransmit [...] but it MUST be prepared to process PRACK requests"
        (Waiting, Final) => (Overtaken, None),

        (Overtaken, Prack) => (Ended, AcceptPrack),

        _ => (state, None),
    };
}
