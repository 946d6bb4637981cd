namespace SmartPbx.Media.Relay;

/// <summary>Which half of a leg is tapped.</summary>
public enum TapSide
{
    /// <summary>What arrives from the leg's peer.</summary>
    Inbound,

    /// <summary>What is sent to the leg's peer, relayed or played out.</summary>
    Outbound,
}
