namespace SmartPbx.Domain.Calls;

/// <summary>Where a call or one of its legs stands (DATA-1).</summary>
public enum CallState { Initial, Calling, Ringing, Established, Terminating, Terminated, Failed, Cancelled }
