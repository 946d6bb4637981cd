using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The media of one call: ports of both legs, what leg A hears before the answer, the bridge, the recorder. Used by the mailbox alone.</summary>
internal sealed class CallMedia(CallServices services, CallId call, CallMailbox mailbox) : IDisposable
{
    private const int SessionIdBytes = 6; // RFC 8866 §5.2 wants a number; 48 bits stay positive everywhere
    private long? _noticeEnd;

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

    /// <summary>Takes ports for leg A; false: none are free.</summary>
    public bool TryOpenCaller() => Caller is not null || (Caller = Open(LegSide.Caller)) is not null;

    /// <summary>Takes ports for leg B; false: none are free.</summary>
    public bool TryOpenCallee() => Callee is not null || (Callee = Open(LegSide.Callee)) is not null;

    public LegMedia? Of(LegSide side) => side == LegSide.Caller ? Caller : Callee;

    /// <summary>Early media: ringback at once, the notice before it as soon as its audio is there.</summary>
    public void BeginEarlyMedia(bool withNotice, string language)
    {
        var cadence = language.StartsWith("ko", StringComparison.OrdinalIgnoreCase) ? ToneCadence.RingbackKorea : ToneCadence.Ringback;
        Caller!.Leg.Playout.SetBackground(new ToneGenerator(cadence, Caller.Leg.Playout.SampleRateHz));
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
    public void EndEarlyMedia()
    {
        Disconnect();
        Caller!.Leg.Playout.Clear();
        Caller.Leg.Playout.SetBackground(null);
        NoticePending = false;
    }

    /// <summary>The two legs hear each other: the bridge, or early media before it.</summary>
    public void Connect() => Caller!.Leg.ConnectTo(Callee!.Leg);

    /// <summary>Each leg is back at its playout.</summary>
    public void Disconnect() => Caller!.Leg.ConnectTo(null);

    /// <summary>Both people hear each other.</summary>
    public void Bridge()
    {
        EndEarlyMedia();
        Connect();
    }

    /// <summary>Begins the recording unless it runs. A disk that refuses costs the recording, never the call.</summary>
    public void StartRecording(Action<Exception> onFailed)
    {
        if (Recorder is not null) return;
        try
        {
            var path = Path.Combine(services.Folder.Recordings, call.Value + ".wav");
            Recorder = CallRecorder.Start(path, Caller!.Leg, new RecorderOptions { OnFailed = (_, failure) => onFailed(failure) });
            RecordingStartedAt = services.Clock.GetUtcNow();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            onFailed(failure);
        }
    }

    /// <summary>Closes sockets; the ports go back to the pool. The recorder is sealed by whoever ends the call.</summary>
    public void Dispose()
    {
        Caller?.Dispose();
        Callee?.Dispose();
    }

    private LegMedia? Open(LegSide side)
    {
        if (!services.Media.TryOpenLeg(call.Value, new RelayEvents(side, mailbox), out var leg)) return null;
        Span<byte> id = stackalloc byte[SessionIdBytes];
        services.Ids.Fill(id);
        ulong session = 0;
        foreach (var part in id) session = session << 8 | part;
        return new LegMedia(leg, Advertised, session, services.Codecs);
    }

    private IPAddress Advertised => services.Options.RtpAdvertisedAddress;

    /// <summary>The relay thread's way into the mailbox.</summary>
    private sealed class RelayEvents(LegSide side, CallMailbox mailbox) : IMediaEvents
    {
        public void OnFirstPacket(MediaLeg leg) { }

        public void OnDtmf(MediaLeg leg, char digit, int durationMs) => mailbox.TryPost(new CallInput.Digit(side, new PressedKey(digit, durationMs)));

        public void OnMediaTimeout(MediaLeg leg) => mailbox.TryPost(new CallInput.MediaLost(side));
    }
}
