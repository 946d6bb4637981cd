namespace SmartPbx.Media.Relay;

/// <summary>A port pair in use and who took it, so that a leak has a name.</summary>
public readonly record struct PortHolder(int RtpPort, string Owner);
