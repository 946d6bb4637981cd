using static SmartPbx.Sip.Transactions.TransactionActions;
using static SmartPbx.Sip.Transactions.TransactionInput;
using static SmartPbx.Sip.Transactions.TransactionState;

namespace SmartPbx.Sip.Transactions;

/// <summary>Non-INVITE client transaction: RFC 3261 §17.1.2 (figure 6). Input without a line changes nothing.</summary>
internal static class NonInviteClientMachine
{
    public static TransactionStep Next(TransactionState state, TransactionInput input) => (state, input) switch
    {
        (Initial, Start) => new(Trying, SendRequest | StartE | StartF),

        (Trying, TimerE) => new(Trying, SendRequest | StartE),
        (Trying, TimerF) => new(Terminated, InformTimeout),
        (Trying, Provisional) => new(Proceeding, PassResponse),
        (Trying, Success or Failure) => new(Completed, PassResponse | StartK),
        (Trying, TransportError) => new(Terminated, InformTransportError),

        (Proceeding, TimerE) => new(Proceeding, SendRequest | StartE), // every T2 from here on (§17.1.2.2)
        (Proceeding, TimerF) => new(Terminated, InformTimeout),
        (Proceeding, Provisional) => new(Proceeding, PassResponse),
        (Proceeding, Success or Failure) => new(Completed, PassResponse | StartK),
        (Proceeding, TransportError) => new(Terminated, InformTransportError),

        (Completed, TimerK) => new(Terminated),

        _ => new(state),
    };
}
