namespace SmartPbx.Sip.Transactions;

/// <summary>States of the four machines (RFC 3261 §17, RFC 6026); each machine uses some of them.</summary>
public enum TransactionState
{
    /// <summary>Before the first input.</summary>
    Initial,

    /// <summary>INVITE sent, nothing heard.</summary>
    Calling,

    /// <summary>Non-INVITE, nothing answered.</summary>
    Trying,
    Proceeding,

    /// <summary>A final answer other than 2xx to INVITE.</summary>
    Completed,

    /// <summary>Final answer acknowledged; absorbs late ACKs.</summary>
    Confirmed,

    /// <summary>2xx to INVITE (RFC 6026).</summary>
    Accepted,

    /// <summary>Ours, within RFC 6026's Accepted: the ACK of the 2xx is there, so the 2xx is no longer repeated.</summary>
    Acknowledged,
    Terminated,
}
