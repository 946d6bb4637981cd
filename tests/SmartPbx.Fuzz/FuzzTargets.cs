using SmartPbx.Fuzz.Targets;

namespace SmartPbx.Fuzz;

/// <summary>Every target there is.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
    [
        new SipMessageTarget(), new SipStackTarget(), new UriTarget(), new NameAddrTarget(), new ViaTarget(), new DigestTarget(), new SdpTarget(), new RtpTarget(), new RtcpTarget(),
        new StreamTarget(), new UpgradeTarget(), new WebSocketTarget(),
    ];
}
