using static SmartPbx.Sip.Transactions.TransactionActions;
using static SmartPbx.Sip.Transactions.TransactionInput;
using static SmartPbx.Sip.Transactions.TransactionState;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// INVITE server transaction: RFC 3261 §17.2.1 (figure 7) with the Accepted state of RFC 6026 §8.7 (figure 5), and the
/// repetition of the 2xx until its ACK, which §13.3.1.4 asks of the user and which is done here for it. Input without a line
/// changes nothing.
/// </summary>
internal static class InviteServerMachine
{
    public static TransactionStep Next(TransactionState state, TransactionInput input) => (state, input) switch
    {
        (Initial, Start) => new(Proceeding, PassRequest | StartTrying),

        (Proceeding, Request) => new(Proceeding, SendResponse),
        (Proceeding, TimerTrying) => new(Proceeding, SendTrying),
        (Proceeding, SendProvisional) => new(Proceeding, SendResponse),
        (Proceeding, SendSuccess) => new(Accepted, SendResponse | StartL | StartSuccess),
        (Proceeding, SendFailure) => new(Completed, SendResponse | StartG | StartH),
        (Proceeding, TransportError) => new(Terminated, InformTransportError),

        (Completed, Request) => new(Completed, SendResponse),
        (Completed, TimerG) => new(Completed, SendResponse | StartG),
        (Completed, TimerH) => new(Terminated, InformTimeout),
        (Completed, Ack) => new(Confirmed, StartI),
        (Completed, TransportError) => new(Terminated, InformTransportError),

        (Confirmed, TimerI) => new(Terminated),

        // A repeated INVITE is absorbed: the 2xx has its own rhythm (RFC 6026 §7.1).
        (Accepted, TimerSuccess) => new(Accepted, SendResponse | StartSuccess),
        (Accepted, Ack) => new(Acknowledged, PassAck),
        (Accepted, TimerL) => new(Terminated, InformTimeout),
        (Accepted, TransportError) => new(Terminated, InformTransportError),

        (Acknowledged, TimerL) => new(Terminated),

        _ => new(state),
    };
}
