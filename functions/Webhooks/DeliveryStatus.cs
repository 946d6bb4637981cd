namespace SmartPbx.Functions.Webhooks;

/// <summary>Where a delivery stands: the last attempt failed (another may come), or the endpoint took it.</summary>
public enum DeliveryStatus { Failed, Delivered }
