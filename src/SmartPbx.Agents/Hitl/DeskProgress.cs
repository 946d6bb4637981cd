namespace SmartPbx.Agents.Hitl;

/// <summary>What the caller may be told while a person is asked.</summary>
public enum DeskProgress
{
    /// <summary>All are busy; waiting for one.</summary>
    Queued,

    /// <summary>An operator has the alert.</summary>
    Asked,
}
