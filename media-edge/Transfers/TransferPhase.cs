namespace SmartPbx.MediaEdge.Transfers;

/// <summary>Where a transfer stands.</summary>
public enum TransferPhase
{
    /// <summary>Nobody wants one.</summary>
    Idle,

    /// <summary>The target rings or is asked for; the transferor (a phone, or the agent) is still there to go back to.</summary>
    Trying,

    /// <summary>The same, but the transferor has hung up: there is no way back.</summary>
    TryingAlone,
}
