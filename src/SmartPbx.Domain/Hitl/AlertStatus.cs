namespace SmartPbx.Domain.Hitl;

/// <summary>
/// Life of an alert: open → answered (stored by the API) → delivered (the call's edge took it) → or closed (the caller hung up) or expired (nobody
/// answered in time).
/// </summary>
public enum AlertStatus { Open, Answered, Delivered, Closed, Expired }
