using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>What client and server transactions share. All state belongs to the stack's loop.</summary>
public abstract class Transaction
{
    private protected Transaction()
    {
    }

    internal TransactionState State { get; set; }

    internal string Key { get; set; } = "";

    /// <summary>Where its messages go.</summary>
    internal SipFlow Destination { get; set; }

    /// <summary>The connection under which it is noted in <see cref="ConnectionUsers"/>; 0 for none.</summary>
    internal long ConnectionId { get; set; }

    /// <summary>How often the retransmission timer was started in this state.</summary>
    internal int Repeats { get; set; }

    internal abstract TransactionStep Next(TransactionInput input);
}
