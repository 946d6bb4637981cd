namespace SmartPbx.Sip.Transactions;

/// <summary>One running timer: a link in the list of its delay and in that of its transaction. <see cref="TimerQueue"/>'s.</summary>
internal sealed class TransactionTimer(TransactionRecord transaction, TransactionInput input, long due, TimerLane lane)
{
    public TransactionRecord Transaction => transaction;

    /// <summary>What the machine is told when it is due.</summary>
    public TransactionInput Input => input;

    /// <summary>Timestamp of the clock.</summary>
    public long Due => due;

    public TimerLane Lane => lane;

    /// <summary>Neighbours in the lane.</summary>
    public TransactionTimer? Earlier { get; set; }

    public TransactionTimer? Later { get; set; }

    /// <summary>The transaction's timer before this one.</summary>
    public TransactionTimer? Older { get; set; }
}
