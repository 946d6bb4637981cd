using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// What leg A hears while leg B rings: the recording notice first, because who is recorded must have been told; then the early media of the phone that
/// sends some (the first to do so, until it gives up), else our ringback. Without a notice the caller's own phone makes the ringback as soon as one of
/// leg B rings, and nothing is sent that nobody listens to. Used by the mailbox alone.
/// </summary>
internal sealed class EarlyMedia(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    /// <summary>The notice's audio must be there by then, or the call goes on without it and is not recorded.</summary>
    private static readonly TimeSpan NoticeFetchLimit = TimeSpan.FromSeconds(3);

    /// <summary>"At every minute" (RFC 3261 §13.3.1.1).</summary>
    private static readonly TimeSpan RemindEvery = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan NoticeLookAgain = TimeSpan.FromMilliseconds(60);
    private const int MaxNoticeLooks = 50;
    private int _looks;
    private bool _isAnnounced;
    private bool _isDescribed;
    private CalleeFork? _heard;

    private bool Rings => state.Phase is CallPhase.Ringing or CallPhase.RingingForOther;

    /// <summary>183 with the recording notice, and ringback around it; 180 when the caller has not said where it wants audio. Nothing yet without a notice.</summary>
    public void Play()
    {
        var (route, media) = (state.Route!, state.Media);
        var wanted = route.RecordingNotice && route.Agent.RecordingEnabled;
        if (!wanted && !_isAnnounced && !MustOffer) return;
        if (!_isAnnounced) Announce();
        if (media.Caller!.Stream is null) return; // nothing can be played before we know where to
        Begin(wanted);
        if (!wanted) return;
        state.Timers.Start(CallTimer.Notice, NoticeFetchLimit);
        var audio = services.Notices.GetAsync(state.Cdr.TenantId, route.Agent, route.Language, media.Caller.Leg.SampleRateHz);
        if (audio.IsCompletedSuccessfully) Take(audio.Result);
        else services.Registry.Watch(FetchNoticeAsync(audio.AsTask()));
    }

    /// <summary>A phone rings: so does the caller's, unless it hears something of ours already.</summary>
    public void Ring()
    {
        if (_isAnnounced) return;
        _isAnnounced = true;
        Progress(null);
    }

    /// <summary>It rings for a minute more: the caller's proxies hear of it.</summary>
    public void Remind()
    {
        if (state.Caller.IsAnswered) return;
        state.Caller.Remind();
        state.Timers.Start(CallTimer.StillRinging, RemindEvery);
    }

    // "The first reliable non-failure message" to a caller without an offer has ours (RFC 3261 §13.2.1), and the PRACK its answer (RFC 3262 §5).
    private bool MustOffer => state.Media.Caller!.Stream is null && state.Caller.IsReliable;

    private void Announce()
    {
        var caller = state.Media.Caller!;
        (_isAnnounced, _isDescribed) = (true, caller.Stream is not null);
        if (_isDescribed) Progress(caller.Local);
        else Progress(MustOffer ? caller.Offer(services.Codecs.All, SdpDirection.SendRecv) : null);
    }

    private void Progress(SdpSession? description)
    {
        state.Caller.Progress(description);
        state.Timers.Start(CallTimer.StillRinging, RemindEvery);
    }

    private void Begin(bool withNotice)
    {
        state.Media.BeginEarlyMedia(withNotice, state.Route!.Language);
        Connect();
        StartRecording();
    }

    /// <summary>A phone that rings has described its audio.</summary>
    public void Hear(CalleeFork fork, SdpSession answer)
    {
        // While the agent talks with the caller and rings a person, the caller stays with the agent.
        if (!Rings || (_heard is not null && _heard != fork) || !state.Media.Callee!.TryAccept(answer)) return;
        _heard = fork;
        if (_isDescribed || state.Media.Caller!.Stream is null) Connect();
        else
        {
            Announce();
            Begin(withNotice: false);
        }
    }

    /// <summary>The phone gave up; if it was the one that is heard, the caller hears ringback again until another sends audio.</summary>
    public void Forget(CalleeFork fork)
    {
        if (_heard != fork) return;
        _heard = null;
        if (Rings) state.Media.Disconnect();
    }

    private void Connect()
    {
        if (_heard is not null && Rings && !state.Media.NoticePending && state.Media.Caller!.Stream is not null) state.Media.Connect();
    }

    private async Task FetchNoticeAsync(Task<ReadOnlyMemory<short>?> audio) => state.Mailbox.TryPost(new CallInput.NoticeReady(await audio));

    /// <summary>The notice's audio is there; null: it could not be made.</summary>
    public void Take(ReadOnlyMemory<short>? audio)
    {
        if (!state.Media.NoticePending) return;
        if (audio is { Length: > 0 } spoken) state.Timers.Start(CallTimer.Notice, state.Media.PlayNotice(spoken) + NoticeLookAgain);
        else EndNotice(heard: false);
    }

    private void EndNotice(bool heard)
    {
        if (!heard) services.Logger.LogWarning("the recording notice was not heard, so a bridged call is not recorded");
        state.Timers.Stop(CallTimer.Notice);
        state.Media.EndNotice(heard);
        apply(CallTrigger.NoticeEnded, CallOutcome.NoAnswer);
        Connect();
    }

    /// <summary>The notice's timer fired: is it through, on its way, or was its audio never there?</summary>
    public void Look()
    {
        var media = state.Media;
        if (!media.NoticePending) return;
        if (media.IsNoticeThrough()) EndNotice(heard: true);
        else if (media.IsNoticeQueued && _looks++ < MaxNoticeLooks) state.Timers.Start(CallTimer.Notice, NoticeLookAgain);
        else EndNotice(heard: false);
    }

    /// <summary>Begins the recording unless it runs or is not wanted.</summary>
    public void StartRecording()
    {
        if (state.Route is { MayRecord: true, Agent.RecordingEnabled: true })
            state.Media.StartRecording(failure =>
            {
                services.Logger.LogError(failure, "the recording cannot be written; the call goes on");
                services.Metrics.Fault("recording");
            }, state.AgentPartner);
    }
}
