namespace SmartPbx.Media.Relay;

/// <summary>Which source a leg accepts. Once locked, packets of any other source are counted and dropped.</summary>
public enum Latching
{
    /// <summary>Lock to the address and port of the SDP at once (trunks with public addresses).</summary>
    SdpAddress,

    /// <summary>Lock to the source of the first valid RTP packet (peers behind NAT); until then we send to the SDP address.</summary>
    FirstSource,
}
