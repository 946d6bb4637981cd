using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Hosting;

/// <summary>
/// The life of the edge. Start: directory, orphans of a crash, media, SIP, in this order, so that the first INVITE finds everything. Stop:
/// drain (new calls get 503, live ones run to their end within bounds), then spools, then sockets.
/// </summary>
public sealed class EdgeRuntime : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>After the drain, background work (recordings being sealed) gets this long.</summary>
    private static readonly TimeSpan WindUpLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlushLookEvery = TimeSpan.FromMilliseconds(20);

    private readonly EdgeParts _parts;
    private readonly ILogger<EdgeRuntime> _logger;
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Task> _loops = [];
    private readonly CallRegistry _registry = new();
    private MediaEngine? _media;
    private SipStack? _sip;
    private IDisposable? _commands;
    private Task _prefetch = Task.CompletedTask;
    private bool _disposed;

    public EdgeRuntime(EdgeParts parts, ILogger<EdgeRuntime> logger)
    {
        (_parts, _logger) = (parts, logger);
        Observe(parts.Metrics);
    }

    /// <summary>The ways to all listeners, once started.</summary>
    public IReadOnlyList<SipFlow> SipFlows => _sip?.FlowsToUs ?? [];

    /// <summary>The way to the first listener of this kind, once started.</summary>
    public SipFlow SipFlow(SipTransportKind kind) => _sip?.FlowToUs(kind) ?? throw new InvalidOperationException("the edge has not started");

    /// <summary>Whether the edge takes calls.</summary>
    public bool IsRunning => _sip is not null && !_disposed;

    /// <summary>Set by SIGTERM.</summary>
    public bool IsDraining => _parts.Admission.IsDraining;

    /// <summary>The live calls themselves; for tests of what they leave behind.</summary>
    internal CallRegistry Registry => _registry;

    /// <summary>Calls that are not over.</summary>
    public int LiveCalls => _registry.Count;

    /// <summary>Media ports that are taken.</summary>
    public int PortsInUse => _media?.Ports.InUse ?? 0;

    /// <summary>SIP transactions that are not over.</summary>
    public int Transactions => _sip?.TransactionCount ?? 0;

    /// <summary>SIP messages that no transport took.</summary>
    public long FailedSends => _sip?.FailedSends ?? 0;

    /// <summary>SIP dialogs of live calls.</summary>
    public int Dialogs => _registry.DialogCount;

    /// <summary>How late legs sounded.</summary>
    public QualityFigures Quality => _parts.Metrics.Quality.Read();

    /// <summary>Carriers that calls can go out by.</summary>
    public IReadOnlyList<TrunkStatus> Trunks => TrunkStatus.Of(_parts.Trunks, _parts.Clock.GetUtcNow());

    /// <summary>Calls and their background work.</summary>
    public int Tasks => _registry.Tasks.Count;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_parts.Files.Calls < _parts.Options.MaxCalls)
            _logger.LogWarning("Edge:Limits:MaxCalls is {Wanted}, but the limit on open files leaves room for {Calls} calls: raise it (ulimit -n, LimitNOFILE) to {Files}",
                _parts.Options.MaxCalls, _parts.Files.Calls, FileBudget.LimitFor(_parts.Options.MaxCalls));
        await _parts.Directory.StartAsync(cancellationToken);
        _parts.BindingFile.Load();
        _media = NewMedia();
        var orphans = _parts.Recovery.Quarantine(_media.Ports);
        _media.Start();
        var nonceKey = await _parts.Secrets.GetKeyAsync("edge.nonce", cancellationToken);
        _sip = new EdgeSignalling(_parts, _registry, _logger).Open(_media, nonceKey);
        _sip.Start();
        await _parts.Recovery.RecoverAsync(orphans, _sip);
        _parts.TrunkService.Start(_sip);
        Loop(_parts.Journal.BeatAsync);
        Loop(_parts.Directory.FollowAsync);
        Loop(_parts.BindingFile.FollowAsync);
        Loop(_parts.Publisher.RunAsync);
        Loop(_parts.RealTime.RunAsync);
        Loop(_parts.Recordings.RunAsync);
        Loop(_parts.Supervisions.RunAsync);
        _commands = _parts.Commands.Subscribe(_parts.Options.EdgeId, new SupervisionCommands(_parts.Options.EdgeId, _registry, _parts.Supervisions, _parts.Clock).Take);
        _parts.Directory.Changed += Prefetch;
        Prefetch(_parts.Directory.Current);
        _logger.LogInformation("edge {Edge} listens for SIP on {Listeners}, relays RTP by {Way}, {Orphans} calls of a killed process recovered", _parts.Options.EdgeId, string.Join(", ", SipFlows), _media.UsesIoRing ? "io_uring" : "epoll", orphans.Count);
    }

    /// <summary>SIGTERM: drains while everything else of the host (health endpoints, bus, stores) still runs.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => DrainAsync(cancellationToken);

    /// <summary>Drains, gives the spools a moment, then closes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await DrainAsync(cancellationToken);
        await FlushAsync();
        await DisposeAsync();
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>New calls are refused; returns when the last live one has ended, or was ended because the time was over.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        if (!IsDraining) _logger.LogInformation("draining: {Calls} live calls get {Limit}", LiveCalls, _parts.Options.DrainTime);
        _parts.Admission.IsDraining = true;
        if (_sip is not null && !_disposed) await _parts.TrunkService.LeaveAsync();
        if (await EndedWithinAsync(_parts.Options.DrainTime, cancellationToken)) return;
        foreach (var call in _registry.Calls) call.TryPost(new CallInput.DrainOver());
        await EndedWithinAsync(WindUpLimit, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _parts.Admission.IsDraining = true;
        _commands?.Dispose();
        foreach (var call in _registry.Calls) call.TryPost(new CallInput.DrainOver());
        await EndedWithinAsync(WindUpLimit, CancellationToken.None);
        _parts.Directory.Changed -= Prefetch;
        await _parts.TrunkService.LeaveAsync();
        await _parts.TrunkService.KillAsync();
        await _stopped.CancelAsync();
        await Task.WhenAll([.. _loops, _prefetch]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _parts.Events.DisposeAsync();
        if (_sip is not null) await _sip.DisposeAsync();
        _media?.Dispose();
        await _parts.Cdrs.DisposeAsync();
        _parts.Folder.Dispose();
        _stopped.Dispose();
    }

    /// <summary>For crash tests: lets go of sockets and files as a killed process does: no BYE, no CDR, no goodbye.</summary>
    internal async Task KillAsync()
    {
        _disposed = true;
        _commands?.Dispose();
        await _parts.TrunkService.KillAsync();
        await _stopped.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _sip!.DisposeAsync();
        _media!.Dispose();
        await _parts.Cdrs.DisposeAsync();
        _parts.Folder.Dispose();
    }

    private async Task<bool> EndedWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            while (_registry.Tasks.Count > 0)
            {
                var started = _parts.Clock.GetTimestamp();
                await Task.WhenAll(_registry.Tasks).WaitAsync(limit, _parts.Clock, cancellationToken);
                limit -= _parts.Clock.GetElapsedTime(started);
                if (limit <= TimeSpan.Zero) return _registry.Tasks.Count == 0;
                await Task.Yield(); // a task leaves the list just after it ended
            }
            return true;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    // What does not go out now waits on disk for the next start; it is only nicer for whoever looks at the console.
    private async Task FlushAsync()
    {
        var started = _parts.Clock.GetTimestamp();
        while ((!_parts.Publisher.IsIdle || _parts.Recordings.Waiting > 0) && _parts.Clock.GetElapsedTime(started) < FlushLimit)
            await Task.Delay(FlushLookEvery, _parts.Clock);
    }

    private void Loop(Func<CancellationToken, Task> body) => _loops.Add(Task.Run(() => RunAsync(body)));

    // The boundary of the background loops: one that fails is a bug; it is logged and begun again.
    private async Task RunAsync(Func<CancellationToken, Task> body)
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                await body(_stopped.Token);
            }
            catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
            {
                return;
            }
            catch (Exception bug) // boundary: a background loop must outlive its bugs
            {
                _logger.LogError(bug, "a background loop failed and begins again");
                _parts.Metrics.Fault("loop");
                await Task.Delay(TimeSpan.FromSeconds(1), _parts.Clock, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Prefetch(DirectorySnapshot directory) => _prefetch = Task.Run(async () =>
    {
        try
        {
            await _parts.Notices.PrefetchAsync(directory, _stopped.Token);
        }
        catch (OperationCanceledException)
        {
            // stopping
        }
    });

    private MediaEngine NewMedia() => new(new MediaEngineOptions
    {
        BindAddress = _parts.Options.RtpBind, OtherBindAddress = _parts.Options.RtpOtherBind, FirstPort = _parts.Options.RtpFirstPort, LastPort = _parts.Options.RtpLastPort, TimeProvider = _parts.Clock,
        MediaTimeout = _parts.Options.MediaTimeout, FirstPacketTimeout = _parts.Options.MediaTimeout, NextRandom = NextRandom,
    });

    private uint NextRandom()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        _parts.Ids.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }

    private void Observe(EdgeMetrics metrics)
    {
        ProcessGauges.Observe(metrics);
        metrics.Observe("active_calls", () => LiveCalls);
        metrics.Observe("signalling_overloaded", () => _parts.Admission.Load.IsTooMuch ? 1 : 0);
        metrics.Observe("sip_dialogs", () => Dialogs);
        metrics.Observe("call_tasks", () => Tasks);
        metrics.Observe("ai_active_conversations", () => _registry.Calls.Count(c => c.IsWithAgent));
        metrics.Observe("registrations", () => _parts.Bindings.Count);
        metrics.Observe("port_pool_usage", () => _media is { } media ? (double)media.Ports.InUse / media.Ports.Capacity : 0);
        metrics.Observe("sip_transactions", () => Transactions);
        metrics.Observe("sip_connections", () => _sip?.ConnectionCount ?? 0);
        metrics.ObserveTotal("sip_send_failures_total", () => FailedSends);
        metrics.ObserveTotal("journal_failures_total", () => _parts.Journal.Failures);
        metrics.ObserveTotal("event_spool_failures_total", () => _parts.Events.Failures);
        metrics.Observe("recordings_waiting", () => _disposed ? 0 : _parts.Recordings.Waiting);
        metrics.ObserveMany("trunk_registered", () => TrunkGauges.Registered(_parts.Trunks, _parts.Clock));
        metrics.ObserveMany("trunk_target_up", () => TrunkGauges.Up(_parts.Trunks));
        metrics.ObserveMany("trunk_channels", () => TrunkGauges.Channels(_parts.Trunks));
        metrics.Observe("sources_held_against", () => _parts.Scanners.Count);
        metrics.ObserveTotal("events_published_total", () => _parts.Publisher.Published);
        metrics.ObserveTotal("rtp_packets_total", () => _media?.Counters.PacketsReceived ?? 0);
        metrics.Observe("rtp_io_uring", () => _media is { UsesIoRing: true } ? 1 : 0); // 0: the kernel is too old, or the container forbids it
        metrics.Observe("transcoding_load", () => _media?.TranscodingLoad ?? 0);
        metrics.ObserveTotal("transcoding_packets_dropped_total", () => _media?.TranscodingDroppedPackets ?? 0);
        metrics.ObserveTotal("rtp_packets_dropped_total", () => _media is { } media ? media.Counters.DroppedPackets + media.TranscodingDroppedPackets : 0);
        metrics.ObserveTotal("rtp_send_failures_total", () => _media?.Counters.SendErrors ?? 0);
        metrics.ObserveTotal("rtp_packets_relayed_total", () => _media?.Counters.PacketsRelayed ?? 0);
    }
}
