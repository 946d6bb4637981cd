namespace SmartPbx.Interop;

/// <summary>How a scenario ended.</summary>
public enum Outcome { Passed, Failed, NotThereYet }
