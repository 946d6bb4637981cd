namespace SmartPbx.Sip.Transactions;

/// <summary>Everything that can happen to a transaction.</summary>
internal enum TransactionInput
{
    /// <summary>The user sends the request, or the first copy of it arrives.</summary>
    Start,

    /// <summary>1xx, 2xx, 300–699 from the peer.</summary>
    Provisional,
    Success,
    Failure,

    /// <summary>The request again.</summary>
    Request,
    Ack,

    /// <summary>1xx, 2xx, 300–699 from the user.</summary>
    SendProvisional,
    SendSuccess,
    SendFailure,

    TransportError,

    // Timers by their names in RFC 3261 table 4 and RFC 6026.
    TimerA,
    TimerB,
    TimerD,
    TimerE,
    TimerF,
    TimerG,
    TimerH,
    TimerI,
    TimerJ,
    TimerK,
    TimerL,
    TimerM,

    /// <summary>The user was silent: send 100 (§17.2.1).</summary>
    TimerTrying,

    /// <summary>Repeat the 2xx (§13.3.1.4).</summary>
    TimerSuccess,

    /// <summary>64*T1 after CANCEL (§9.1).</summary>
    TimerCancel,
}
