namespace SmartPbx.Sip.Transactions;

/// <summary>One line of a machine: the next state and what to do on the way.</summary>
internal readonly record struct TransactionStep(TransactionState Next, TransactionActions Actions = TransactionActions.None);
