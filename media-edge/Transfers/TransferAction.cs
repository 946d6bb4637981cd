namespace SmartPbx.MediaEdge.Transfers;

/// <summary>What a step of a transfer does, in the order of the values.</summary>
[Flags]
public enum TransferAction
{
    None = 0,

    /// <summary>The remaining party hears ringback instead of the transferor.</summary>
    Part = 1,

    /// <summary>CANCEL to what rings, and its ports back.</summary>
    StopTrying = 2,

    /// <summary>The transferor learns how it ended.</summary>
    Tell = 4,

    /// <summary>The target takes the transferor's place; a transferor still there gets BYE.</summary>
    Replace = 8,

    /// <summary>The remaining party and the target are one call now.</summary>
    Connect = 16,

    /// <summary>The remaining party talks with the voice agent from now on; a transferor still there gets BYE.</summary>
    GiveToAgent = 32,

    /// <summary>The remaining party is with the transferor again.</summary>
    Return = 64,

    /// <summary>Nobody is left for the remaining party: the agent takes the call, or it ends.</summary>
    Abandon = 128,
}
