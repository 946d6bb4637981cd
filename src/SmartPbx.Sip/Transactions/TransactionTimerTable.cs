namespace SmartPbx.Sip.Transactions;

/// <summary>Which action starts which timer.</summary>
internal static class TransactionTimerTable
{
    public static (TransactionActions Action, TransactionInput Timer)[] Timers { get; } =
    [
        (TransactionActions.StartA, TransactionInput.TimerA),
        (TransactionActions.StartB, TransactionInput.TimerB),
        (TransactionActions.StartD, TransactionInput.TimerD),
        (TransactionActions.StartE, TransactionInput.TimerE),
        (TransactionActions.StartF, TransactionInput.TimerF),
        (TransactionActions.StartG, TransactionInput.TimerG),
        (TransactionActions.StartH, TransactionInput.TimerH),
        (TransactionActions.StartI, TransactionInput.TimerI),
        (TransactionActions.StartJ, TransactionInput.TimerJ),
        (TransactionActions.StartK, TransactionInput.TimerK),
        (TransactionActions.StartL, TransactionInput.TimerL),
        (TransactionActions.StartM, TransactionInput.TimerM),
        (TransactionActions.StartSuccess, TransactionInput.TimerSuccess),
    ];

    /// <summary>Every action that starts a timer of this table.</summary>
    public static TransactionActions All { get; } = Timers.Aggregate(TransactionActions.None, (all, one) => all | one.Action);
}
