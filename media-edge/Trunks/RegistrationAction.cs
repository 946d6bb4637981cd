namespace SmartPbx.MediaEdge.Trunks;

/// <summary>What is done next.</summary>
public enum RegistrationAction
{
    None,
    SendRegister,

    /// <summary>With the time that the carrier named in Min-Expires.</summary>
    SendLonger,

    /// <summary>With Expires: 0.</summary>
    SendUnregister,
    SleepUntilRefresh,
    SleepBeforeRetry,
}
