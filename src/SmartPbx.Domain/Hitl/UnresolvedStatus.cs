namespace SmartPbx.Domain.Hitl;

/// <summary>Follow-up of a request that no one could answer during the call, in any sensible order.</summary>
public enum UnresolvedStatus { Unresolved, Noted, Contacted, Resolved }
