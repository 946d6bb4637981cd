namespace SmartPbx.Media.Relay;

/// <summary>What the relay thread is asked to do. Immutable: made by any thread, applied by the relay thread alone.</summary>
internal abstract record MediaCommand;

/// <summary>What it is asked to do with one leg.</summary>
internal abstract record LegCommand(LegState Leg) : MediaCommand;

internal sealed record OpenLegCommand(LegState Leg) : LegCommand(Leg);

internal sealed record AddPairCommand(LegState Leg, BoundPair Pair) : LegCommand(Leg);

internal sealed record CloseLegCommand(LegState Leg) : LegCommand(Leg);

internal sealed record SetRemoteCommand(LegState Leg, RemoteMedia Remote) : LegCommand(Leg);

internal sealed record ConnectCommand(LegState Leg, LegState? Peer) : LegCommand(Leg);

internal sealed record SetKeepAliveCommand(LegState Leg, bool On) : LegCommand(Leg);

internal sealed record SendKeyCommand(LegState Leg, char Key, int DurationMs) : LegCommand(Leg);

internal sealed record OpenTapCommand(LegState Leg, AudioTap Tap) : LegCommand(Leg);

internal sealed record CloseTapCommand(LegState Leg, AudioTap Tap) : LegCommand(Leg);

internal sealed record AttachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : LegCommand(Leg);

internal sealed record DetachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : LegCommand(Leg);

internal sealed record ArrangeMixCommand(Mixing.MixDesk Desk, Mixing.MixPlan Plan) : MediaCommand;

internal sealed record CloseMixCommand(Mixing.MixDesk Desk) : MediaCommand;
