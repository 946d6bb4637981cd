namespace SmartPbx.Sip.Provisionals;

/// <summary>What follows a transition.</summary>
[Flags]
public enum ReliableActions
{
    None = 0,

    /// <summary>The response goes out, for the first time or again.</summary>
    SendResponse = 1,

    /// <summary>The response must wait for the PRACK of the one before it.</summary>
    Queue = 2,
    StartRepeat = 4,
    StartGiveUp = 8,

    /// <summary>The PRACK is answered 2xx; without this it is answered 481.</summary>
    AcceptPrack = 16,

    /// <summary>The request is refused with 504.</summary>
    Refuse = 32,
}
