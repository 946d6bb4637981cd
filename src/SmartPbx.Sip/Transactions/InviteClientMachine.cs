using static SmartPbx.Sip.Transactions.TransactionActions;
using static SmartPbx.Sip.Transactions.TransactionInput;
using static SmartPbx.Sip.Transactions.TransactionState;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// INVITE client transaction: RFC 3261 §17.1.1 (figure 5) with the Accepted state of RFC 6026 §8.4 (figure 1). Input without a
/// line changes nothing.
/// </summary>
internal static class InviteClientMachine
{
    public static TransactionStep Next(TransactionState state, TransactionInput input) => (state, input) switch
    {
        (Initial, Start) => new(Calling, SendRequest | StartA | StartB),

        (Calling, TimerA) => new(Calling, SendRequest | StartA),
        (Calling, TimerB) => new(Terminated, InformTimeout),
        (Calling, Provisional) => new(Proceeding, PassResponse),
        (Calling, Success) => new(Accepted, PassResponse | StartM),
        (Calling, Failure) => new(Completed, SendAck | PassResponse | StartD),
        (Calling, TransportError) => new(Terminated, InformTransportError),

        (Proceeding, Provisional) => new(Proceeding, PassResponse),
        (Proceeding, Success) => new(Accepted, PassResponse | StartM),
        (Proceeding, Failure) => new(Completed, SendAck | PassResponse | StartD),
        (Proceeding, TimerCancel) => new(Terminated, InformTimeout), // §9.1: 64*T1 after CANCEL

        // The user has its final answer, so a failed ACK is not reported a second time: the peer repeats its answer and gets another.
        (Completed, Failure) => new(Completed, SendAck),
        (Completed, TimerD) => new(Terminated),

        (Accepted, Success) => new(Accepted, PassResponse), // other forks and repeats: the user acknowledges each
        (Accepted, TimerM) => new(Terminated),

        _ => new(state),
    };
}
