using System.Net.Sockets;
using SmartPbx.Domain.Identity;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.Recording;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The media of one call: ports of both legs, what leg A hears before the answer, the bridge, the recorder. Used by the mailbox alone.</summary>
internal sealed class CallMedia(CallServices services, CallId call, CallMailbox mailbox) : IDisposable
{
    private const int SessionIdBytes = 6; // RFC 8866 §5.2 wants a number; 48 bits stay positive everywhere
    private readonly List<LegMedia> _open = [];
    private Mixer? _mixer;
    private long? _noticeEnd;
    private bool _isRecordingOver;

    public LegMedia? Caller { get; private set; }
    public LegMedia? Callee { get; private set; }
    public CallRecorder? Recorder { get; private set; }
    public DateTimeOffset? RecordingStartedAt { get; private set; }

    /// <summary>Whether the caller still has to hear the notice.</summary>
    public bool NoticePending { get; private set; }

    /// <summary>Whether the whole notice was sent to the caller.</summary>
    public bool NoticeHeard { get; private set; }

    /// <summary>Milliseconds since the recording began; 0 before.</summary>
    public long ElapsedMs => RecordingStartedAt is { } start ? Math.Max(0, (long)(services.Clock.GetUtcNow() - start).TotalMilliseconds) : 0;

    /// <summary>Takes ports for leg A, in the family of the way that it came by; false: none are free.</summary>
    public bool TryOpenCaller(SipFlow way) => Caller is not null || (Caller = Open(LegSide.Caller, way.Remote.AddressFamily)) is not null;

    /// <summary>Takes ports for leg B, in the family in which its first phone is reached; false: none are free.</summary>
    public bool TryOpenCallee(CallRoute route) => Callee is not null || (Callee = Open(LegSide.Callee, MediaAddresses.WayTo(route))) is not null;

    /// <summary>Takes ports for a leg that has no seat yet; null: none are free.</summary>
    public LegMedia? TryOpen(AddressFamily? family) => Open(null, family);

    /// <summary>The leg's audio is that side's from now on; the recording follows the caller's side.</summary>
    public void Seat(LegSide side, LegMedia media)
    {
        if (!_open.Contains(media)) _open.Add(media);
        media.Events!.Seat(side, mailbox);
        if (side == LegSide.Callee)
        {
            Callee = media;
            return;
        }
        Caller = media;
        if (!_isRecordingOver) Recorder?.MoveTo(media.Leg);
    }

    /// <summary>Whether the two legs hear each other.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>The audio of a leg that has left its seat is over.</summary>
    public void Close(LegMedia media)
    {
        media.Events!.Unseat();
        if (_open.Remove(media)) media.Dispose();
    }

    /// <summary>The audio goes to another call with its leg.</summary>
    public void GiveAway(LegMedia media)
    {
        media.Events!.Unseat();
        media.Leg.ConnectTo(null);
        IsConnected = media.HearsMix = false;
        _open.Remove(media);
    }

    /// <summary>Every RTP port of the call.</summary>
    public IEnumerable<int> Ports => _open.Select(media => media.Leg.RtpPort);

    public LegMedia? Of(LegSide side) => side == LegSide.Caller ? Caller : Callee;

    /// <summary>Early media: ringback at once, the notice before it as soon as its audio is there.</summary>
    public void BeginEarlyMedia(bool withNotice, string language)
    {
        Caller!.Leg.Playout.SetBackground(new ToneGenerator(Cadence(language), Caller.Leg.Playout.SampleRateHz));
        NoticePending = withNotice;
    }

    /// <summary>Queues the notice; how long it will take.</summary>
    public TimeSpan PlayNotice(ReadOnlyMemory<short> audio)
    {
        var playout = Caller!.Leg.Playout;
        _noticeEnd = playout.Enqueue(audio.Span);
        return TimeSpan.FromSeconds((double)audio.Length / playout.SampleRateHz);
    }

    /// <summary>Whether the notice's audio was there in time.</summary>
    public bool IsNoticeQueued => _noticeEnd is not null;

    /// <summary>Whether all of the notice has left the edge.</summary>
    public bool IsNoticeThrough() => _noticeEnd is { } end && Caller!.Leg.Playout.PlayedSamples >= end;

    /// <summary>The notice is over, one way or the other.</summary>
    public void EndNotice(bool heard) => (NoticePending, NoticeHeard) = (false, heard);

    /// <summary>Nothing of the early media plays on.</summary>
    public void EndEarlyMedia(LegSide side = LegSide.Caller)
    {
        var leg = Of(side)!.Leg;
        leg.ConnectTo(null);
        IsConnected = false;
        leg.Playout.Clear();
        leg.Playout.SetBackground(null);
        NoticePending = false;
    }

    /// <summary>This side hears ringback instead of the other one.</summary>
    public void PlayRingback(LegSide side, string language)
    {
        Disconnect();
        var playout = Of(side)!.Leg.Playout;
        playout.SetBackground(new ToneGenerator(Cadence(language), playout.SampleRateHz));
    }
    /// <summary>The two legs hear each other: the bridge, or early media before it.</summary>
    public void Connect()
    {
        Caller!.Leg.ConnectTo(Callee!.Leg);
        IsConnected = true;
    }

    /// <summary>Each leg is back at its playout.</summary>
    public void Disconnect()
    {
        Caller!.Leg.ConnectTo(null);
        IsConnected = false;
    }

    /// <summary>Both people hear each other.</summary>
    public void Bridge()
    {
        EndEarlyMedia();
        Callee!.Leg.Playout.Clear();
        Callee.Leg.Playout.SetBackground(null);
        Connect();
    }

    /// <summary>Who hears a mix from now on; the others are relayed or played to as ever.</summary>
    public void Mix(MixPlan plan) => (_mixer ??= services.Media.OpenMixer()).Arrange(plan);

    /// <summary>Begins the recording, of the caller's side or of who talks with the agent, unless it runs. A disk that refuses costs the recording, never the call.</summary>
    public void StartRecording(Action<Exception> onFailed, LegSide side = LegSide.Caller)
    {
        if (!_isRecordingOver) Recorder?.MoveTo(Of(side)!.Leg);
        if (Recorder is not null || _isRecordingOver) return;
        try
        {
            var path = Path.Combine(services.Folder.Recordings, call.Value + ".wav");
            Recorder = CallRecorder.Start(path, Of(side)!.Leg, new RecorderOptions { OnFailed = (_, failure) => onFailed(failure) });
            RecordingStartedAt = services.Clock.GetUtcNow();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            onFailed(failure);
        }
    }

    /// <summary>Somebody comes in who cannot be told of a recording: what was recorded up to here is all.</summary>
    public void StopRecording()
    {
        _isRecordingOver = true;
        if (Recorder is { } recorder) services.Registry.Watch(recorder.SealAsync()); // whoever ends the call asks for the same result
    }

    /// <summary>Closes sockets; the ports go back to the pool. The recorder is sealed by whoever ends the call.</summary>
    public void Dispose()
    {
        _mixer?.Dispose();
        foreach (var media in _open) media.Dispose();
    }

    private static ToneCadence Cadence(string language) =>
        language.StartsWith("ko", StringComparison.OrdinalIgnoreCase) ? ToneCadence.RingbackKorea : ToneCadence.Ringback;

    private LegMedia? Open(LegSide? side, AddressFamily? family)
    {
        var events = new LegMediaEvents();
        if (side is { } seat) events.Seat(seat, mailbox);
        if (!services.Media.TryOpenLeg(call.Value, events, family ?? services.Addresses.First.AddressFamily, out var leg)) return null;
        Span<byte> id = stackalloc byte[SessionIdBytes];
        services.Ids.Fill(id);
        ulong session = 0;
        foreach (var part in id) session = session << 8 | part;
        var media = new LegMedia(leg, services.Addresses, session, services.Codecs) { Events = events };
        _open.Add(media);
        return media;
    }
}
