namespace SmartPbx.Domain.Calls;

/// <summary>Who the caller was with.</summary>
public enum CallSegmentKind { Bridged, Agent }
