namespace SmartPbx.Interop;

/// <summary>How a scenario ended.</summary>
public enum Outcome
{
    Passed,
    Failed,

    /// <summary>The edge lacks what it needs.</summary>
    NotThereYet,

    /// <summary>The machine does; it does not count.</summary>
    NotHere,
}
