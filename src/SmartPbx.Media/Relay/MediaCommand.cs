namespace SmartPbx.Media.Relay;

/// <summary>What the relay thread is asked to do. Immutable: made by any thread, applied by the relay thread alone.</summary>
internal abstract record MediaCommand(LegState Leg);

internal sealed record OpenLegCommand(LegState Leg) : MediaCommand(Leg);

internal sealed record AddPairCommand(LegState Leg, BoundPair Pair) : MediaCommand(Leg);

internal sealed record CloseLegCommand(LegState Leg) : MediaCommand(Leg);

internal sealed record SetRemoteCommand(LegState Leg, RemoteMedia Remote) : MediaCommand(Leg);

internal sealed record ConnectCommand(LegState Leg, LegState? Peer) : MediaCommand(Leg);

internal sealed record SetKeepAliveCommand(LegState Leg, bool On) : MediaCommand(Leg);

internal sealed record SendKeyCommand(LegState Leg, char Key, int DurationMs) : MediaCommand(Leg);

internal sealed record OpenTapCommand(LegState Leg, AudioTap Tap) : MediaCommand(Leg);

internal sealed record CloseTapCommand(LegState Leg, AudioTap Tap) : MediaCommand(Leg);

internal sealed record AttachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : MediaCommand(Leg);

internal sealed record DetachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : MediaCommand(Leg);
