namespace SmartPbx.Sip.Transactions;

/// <summary>The four machines of RFC 3261 §17.</summary>
internal static class TransactionMachine
{
    public static TransactionStep Next(TransactionKind kind, TransactionState state, TransactionInput input) => kind switch
    {
        TransactionKind.InviteClient => InviteClientMachine.Next(state, input),
        TransactionKind.NonInviteClient => NonInviteClientMachine.Next(state, input),
        TransactionKind.InviteServer => InviteServerMachine.Next(state, input),
        _ => NonInviteServerMachine.Next(state, input),
    };
}
