using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Recording;

namespace SmartPbx.Media.Relay;

/// <summary>
/// The media plane of one process: ports, and one relay thread that owns every socket, source lock, tap and playout.
/// Others talk to it by immutable commands through a lock-free queue and an eventfd; it answers by <see cref="IMediaEvents"/>, taps and
/// counters, none of which it waits for. Nothing on the packet path allocates, locks or logs.
/// </summary>
public sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineOptions _options;
    private readonly RelayThread _relay;

    /// <param name="options">Settings; immutable.</param>
    public MediaEngine(MediaEngineOptions options)
    {
        _options = options;
        Ports = new PortPool(options.FirstPort, options.LastPort, options.TimeProvider);
        foreach (QuarantinedPort resting in options.Quarantine) Ports.Quarantine(resting.Port, resting.Duration);
        _relay = new RelayThread(options, Ports, Counters);
    }

    /// <summary>The ports of this engine.</summary>
    public PortPool Ports { get; }

    /// <summary>Totals of this engine.</summary>
    public MediaCounters Counters { get; } = new();

    /// <summary>Bytes the transcoding threads have allocated on the managed heap. Grows with calls between different codecs, never with packets.</summary>
    public long TranscodingAllocatedBytes => _relay.Transcoding.AllocatedBytes;

    /// <summary>Packets dropped because transcoding, or the relay behind it, was too slow.</summary>
    public long TranscodingDroppedPackets => _relay.Transcoding.DroppedPackets;

    /// <summary>How busy the transcoding thread is that has most room, 0–1.</summary>
    public double TranscodingLoad => _relay.Transcoding.Load;

    /// <summary>Whether one more call may need transcoding. Calls that do need it are served in any case; who offers codecs asks here first.</summary>
    public bool HasTranscodingRoom => TranscodingLoad < _options.MaxTranscodingLoad;

    /// <summary>Whether packets go through io_uring; see <see cref="MediaEngineOptions.MayUseIoRing"/>.</summary>
    public bool UsesIoRing => _relay.Ring is not null;

    /// <summary>Starts the relay thread. Once.</summary>
    public void Start()
    {
        _relay.Start();
        RecordingThread.Start();
    }

    /// <summary>Opens a leg with a pair of bound ports. Any thread; makes system calls, so not on the packet path.</summary>
    /// <param name="owner">Who answers for it: a call id.</param>
    /// <param name="events">Receives the leg's events on the relay thread.</param>
    /// <param name="leg">The leg; the caller disposes it.</param>
    /// <returns>False when no ports are free.</returns>
    public bool TryOpenLeg(string owner, IMediaEvents events, [NotNullWhen(true)] out MediaLeg? leg) =>
        TryOpenLeg(owner, events, _options.BindAddress.AddressFamily, out leg);

    /// <param name="family">Family of its sockets at first; one that the engine has not gives <see cref="MediaEngineOptions.BindAddress"/>.</param>
    /// <inheritdoc cref="TryOpenLeg(string, IMediaEvents, out MediaLeg?)"/>
    public bool TryOpenLeg(string owner, IMediaEvents events, AddressFamily family, [NotNullWhen(true)] out MediaLeg? leg)
    {
        leg = null;
        IPAddress address = _options.BindAddressOf(family) ?? _options.BindAddress;
        if (_relay.IsStopping || BoundPair.TryBind(address, Ports, owner) is not { } pair) return false;
        var state = new LegState(_relay, pair, events);
        leg = new MediaLeg(_relay, owner, pair, state);
        state.Handle = leg;
        _relay.PostForTick(new OpenLegCommand(state));
        return true;
    }

    /// <summary>A mixer of legs of this engine; the caller disposes it.</summary>
    public Mixing.Mixer OpenMixer() => new(_relay);

    /// <summary>Closes every leg and socket and ends the thread. Not from an event handler.</summary>
    public void Dispose() => _relay.Dispose();
}
