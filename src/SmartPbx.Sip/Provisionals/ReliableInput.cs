namespace SmartPbx.Sip.Provisionals;

/// <summary>What can happen to the reliable provisional responses of one INVITE.</summary>
public enum ReliableInput
{
    /// <summary>The user sends one.</summary>
    Send,

    /// <summary>The PRACK of the one that waits.</summary>
    Prack,

    /// <summary>T1, 2*T1, 4*T1… since it was last sent.</summary>
    TimerRepeat,

    /// <summary>64*T1 since it was first sent.</summary>
    TimerGiveUp,

    /// <summary>The user sends the final response.</summary>
    Final,
}
