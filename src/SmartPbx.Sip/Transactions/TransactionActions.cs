namespace SmartPbx.Sip.Transactions;

/// <summary>What the layer does after a transition, in the order of declaration.</summary>
[Flags]
internal enum TransactionActions
{
    None = 0,
    SendRequest = 1 << 0,

    /// <summary>The ACK for a final answer other than 2xx (RFC 3261 §17.1.1.3).</summary>
    SendAck = 1 << 1,

    /// <summary>The latest response, if there is one.</summary>
    SendResponse = 1 << 2,

    /// <summary>100, unless the user has answered already.</summary>
    SendTrying = 1 << 3,

    PassRequest = 1 << 4,
    PassResponse = 1 << 5,
    PassAck = 1 << 6,
    InformTimeout = 1 << 7,
    InformTransportError = 1 << 8,

    StartA = 1 << 9,
    StartB = 1 << 10,
    StartD = 1 << 11,
    StartE = 1 << 12,
    StartF = 1 << 13,
    StartG = 1 << 14,
    StartH = 1 << 15,
    StartI = 1 << 16,
    StartJ = 1 << 17,
    StartK = 1 << 18,
    StartL = 1 << 19,
    StartM = 1 << 20,
    StartTrying = 1 << 21,
    StartSuccess = 1 << 22,
}

/// <summary>Reads <see cref="TransactionActions"/>.</summary>
internal static class TransactionActionsReader
{
    /// <summary>Whether any of these is asked for. <see cref="Enum.HasFlag"/> boxes until the compiler has come round to optimising it.</summary>
    public static bool Has(this TransactionActions actions, TransactionActions any) => (actions & any) != TransactionActions.None;
}
