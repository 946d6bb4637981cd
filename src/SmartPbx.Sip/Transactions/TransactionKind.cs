namespace SmartPbx.Sip.Transactions;

/// <summary>Which of the four machines of RFC 3261 §17 a transaction runs on.</summary>
internal enum TransactionKind
{
    InviteClient,
    NonInviteClient,
    InviteServer,
    NonInviteServer,
}
