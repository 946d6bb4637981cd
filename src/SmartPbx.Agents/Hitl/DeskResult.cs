namespace SmartPbx.Agents.Hitl;

/// <summary>How asking a person ended.</summary>
public enum DeskResult
{
    /// <summary>An operator answered in time.</summary>
    Answered,

    /// <summary>Nobody is at work (away or offline): no alert was raised.</summary>
    NobodyThere,

    /// <summary>All are busy and none came free in time: no alert was raised.</summary>
    AllBusy,

    /// <summary>The operator asked did not answer in time.</summary>
    TimedOut,
}
