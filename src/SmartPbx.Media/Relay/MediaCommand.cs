namespace SmartPbx.Media.Relay;

/// <summary>What the relay thread is asked to do. Immutable: made by any thread, applied by the relay thread alone.</summary>
internal abstract record MediaCommand;

/// <summary>What it is asked to do with one leg.</summary>
internal abstract record LegCommand(LegState Leg) : MediaCommand
{
    /// <summary>Relay thread, while the leg is not closed.</summary>
    public abstract void Apply(RelayThread relay, long now);

    /// <summary>Relay thread: the leg was closed before.</summary>
    public virtual void Discard() { }
}

internal sealed record OpenLegCommand(LegState Leg) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => relay.Open(Leg, now);
}

internal sealed record AddPairCommand(LegState Leg, BoundPair Pair) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Sockets.Add(Pair);

    public override void Discard() => Pair.Close();
}

internal sealed record CloseLegCommand(LegState Leg) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => relay.Close(Leg);
}

internal sealed record SetRemoteCommand(LegState Leg, RemoteMedia Remote) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.SetRemote(Remote, now);
}

internal sealed record ConnectCommand(LegState Leg, LegState? Peer) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Connect(Peer);
}

internal sealed record SetKeepAliveCommand(LegState Leg, bool On) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.SetKeepAlive(On);
}

internal sealed record SendKeyCommand(LegState Leg, char Key, int DurationMs) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.SendKey(Key, DurationMs);
}

internal sealed record OpenTapCommand(LegState Leg, AudioTap Tap) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Taps.Add(Tap);

    public override void Discard() => Tap.Close();
}

internal sealed record CloseTapCommand(LegState Leg, AudioTap Tap) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Taps.Remove(Tap);
}

internal sealed record AttachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Taps.Add(Tap);
}

internal sealed record DetachPacketTapCommand(LegState Leg, Recording.PacketTap Tap) : LegCommand(Leg)
{
    public override void Apply(RelayThread relay, long now) => Leg.Taps.Remove(Tap);
}

internal sealed record ArrangeMixCommand(Mixing.MixDesk Desk, Mixing.MixPlan Plan) : MediaCommand;

internal sealed record CloseMixCommand(Mixing.MixDesk Desk) : MediaCommand;
