using static SmartPbx.Sip.Transactions.TransactionActions;
using static SmartPbx.Sip.Transactions.TransactionInput;
using static SmartPbx.Sip.Transactions.TransactionState;

namespace SmartPbx.Sip.Transactions;

/// <summary>Non-INVITE server transaction: RFC 3261 §17.2.2 (figure 8). Input without a line changes nothing.</summary>
internal static class NonInviteServerMachine
{
    public static TransactionStep Next(TransactionState state, TransactionInput input) => (state, input) switch
    {
        (Initial, Start) => new(Trying, PassRequest),

        (Trying, SendProvisional) => new(Proceeding, SendResponse),
        (Trying, SendSuccess or SendFailure) => new(Completed, SendResponse | StartJ),

        (Proceeding, Request) => new(Proceeding, SendResponse),
        (Proceeding, SendProvisional) => new(Proceeding, SendResponse),
        (Proceeding, SendSuccess or SendFailure) => new(Completed, SendResponse | StartJ),
        (Proceeding, TransportError) => new(Terminated, InformTransportError),

        (Completed, Request) => new(Completed, SendResponse),
        (Completed, TimerJ) => new(Terminated),
        (Completed, TransportError) => new(Terminated, InformTransportError),

        _ => new(state),
    };
}
