using System.Net.Sockets;
using SmartPbx.Media.Recording;

namespace SmartPbx.Media.Relay;

/// <summary>
/// A thread-safe handle on one leg: one audio stream to one peer. Each method posts an immutable command to the relay thread and returns at
/// once; commands of one thread apply in order. The owner disposes it; its ports return to the pool when the relay has closed the sockets.
/// </summary>
public sealed class MediaLeg : IDisposable
{
    private readonly RelayThread _relay;
    private readonly Lock _bindGate = new();
    private bool _hasBoth;
    private int _disposed;

    internal MediaLeg(RelayThread relay, string owner, BoundPair pair, LegState state)
    {
        _relay = relay;
        Owner = owner;
        RtpPort = pair.RtpPort;
        Family = pair.Address.AddressFamily;
        State = state;
    }

    /// <summary>Who opened it: a call id, for leak reports and logs.</summary>
    public string Owner { get; }

    /// <summary>Address family of the sockets that it was opened with.</summary>
    public AddressFamily Family { get; }

    /// <summary>Local RTP port, even.</summary>
    public int RtpPort { get; }

    /// <summary>Local RTCP port, <see cref="RtpPort"/> + 1.</summary>
    public int RtcpPort => RtpPort + 1;

    /// <summary>Audio for this leg's peer while it is not connected to another leg.</summary>
    public PlayoutQueue Playout => State.Playout;

    /// <summary>Samples per second of this leg's taps, playout and recording: 16,000 when its first codec was wideband, else 8000.</summary>
    public int SampleRateHz => State.SampleRateHz;

    internal LegState State { get; }

    /// <summary>
    /// Makes sure that the leg has its ports in this address family too, so that a description may name them and <see cref="SetRemote"/> a peer in
    /// it. Which family the audio takes is decided by the peer's address; the other sockets rest. Makes system calls, so not on the packet path.
    /// </summary>
    /// <returns>False when the engine has no such family, or another process holds the ports there.</returns>
    public bool TryUse(AddressFamily family)
    {
        lock (_bindGate)
        {
            if (family == Family || _hasBoth) return true;
            if (_disposed != 0 || _relay.Options.BindAddressOf(family) is not { } address || BoundPair.TryBind(address, RtpPort) is not { } pair) return false;
            _hasBoth = true;
            _relay.Post(new AddPairCommand(State, pair));
            return true;
        }
    }

    /// <summary>
    /// Tells where the peer is and what it understands. A changed address or latching mode releases the source lock; a mere change of
    /// direction or codec keeps it. It holds from the next 20 ms tick on, or from the next command that cannot wait.
    /// </summary>
    public void SetRemote(RemoteMedia remote)
    {
        if (Codecs.AudioCodecs.TryFind(remote.Codec, out Codecs.IAudioCodec? codec)) State.Playout.FixRate(codec.SampleRateHz);
        _relay.PostForTick(new SetRemoteCommand(State, remote));
    }

    /// <summary>
    /// Relays both ways between this leg and <paramref name="peer"/>; either is taken away from its former peer. Payloads stay as they are when
    /// both speak the same codec, renumbered when they number it differently; G.711 laws are converted by table; other pairs are transcoded.
    /// Null disconnects, and both legs return to their playout.
    /// </summary>
    public void ConnectTo(MediaLeg? peer)
    {
        var command = new ConnectCommand(State, peer?.State);
        if (peer is null) _relay.PostForTick(command); // the playout begins with a tick anyway
        else _relay.Post(command);
    }

    /// <summary>While on, a leg with nothing to relay or play sends a packet of silence every 20 ms. Off at first.</summary>
    public void SetKeepAlive(bool on) => _relay.Post(new SetKeepAliveCommand(State, on));

    /// <summary>
    /// Presses a key towards this leg's peer: telephone-events when it has them (RFC 4733), else a tone in the audio. Keys go out one after another;
    /// meanwhile what is relayed is left out and what is played waits. Past 32 waiting keys, or when the peer may not be sent to, it is dropped.
    /// </summary>
    /// <param name="key">0–9, *, #, A–D.</param>
    /// <param name="durationMs">How long it is held, 40–6000 ms; other values are brought into this range.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such key.</exception>
    public void SendDigit(char key, int durationMs)
    {
        if (!Audio.DtmfTone.IsKey(key)) throw new ArgumentOutOfRangeException(nameof(key), key, "0–9, *, #, A–D");
        _relay.Post(new SendKeyCommand(State, key, durationMs));
    }

    /// <summary>Opens a tap; the caller disposes it.</summary>
    public AudioTap OpenTap(TapSide side)
    {
        var tap = new AudioTap(side, State.SampleRateHz, closed => _relay.Post(new CloseTapCommand(State, closed)));
        _relay.Post(new OpenTapCommand(State, tap));
        return tap;
    }

    /// <summary>A snapshot of the counters; valid after disposal too.</summary>
    public LegStatistics ReadStatistics() => State.ReadStatistics();

    /// <summary>Closes the sockets and taps and disconnects the peer leg.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) _relay.PostForTick(new CloseLegCommand(State));
    }

    internal void Attach(PacketTap tap) => _relay.Post(new AttachPacketTapCommand(State, tap));

    internal void Detach(PacketTap tap) => _relay.Post(new DetachPacketTapCommand(State, tap));

    internal TimeProvider TimeProvider => _relay.Options.TimeProvider;
}
