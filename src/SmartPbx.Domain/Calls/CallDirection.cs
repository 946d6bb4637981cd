namespace SmartPbx.Domain.Calls;

/// <summary>Seen from the tenant: a carrier's call to us, ours to a carrier, or between its own phones and numbers.</summary>
public enum CallDirection { Inbound, Outbound, Internal }
