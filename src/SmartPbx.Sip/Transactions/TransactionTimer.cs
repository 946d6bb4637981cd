namespace SmartPbx.Sip.Transactions;

/// <summary>One running timer: a link in the list of its delay and in that of its transaction. <see cref="TimerQueue"/>'s, which uses it again and again.</summary>
internal sealed class TransactionTimer
{
    public TransactionRecord Transaction { get; set; } = null!;

    /// <summary>What the machine is told when it is due.</summary>
    public TransactionInput Input { get; set; }

    /// <summary>Timestamp of the clock.</summary>
    public long Due { get; set; }

    public TimerLane Lane { get; set; } = null!;

    /// <summary>Neighbours in the lane.</summary>
    public TransactionTimer? Earlier { get; set; }

    public TransactionTimer? Later { get; set; }

    /// <summary>The transaction's timer before this one.</summary>
    public TransactionTimer? Older { get; set; }
}
