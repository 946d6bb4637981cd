using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What leg A hears while leg B rings: the recording notice, then ringback. Used by the mailbox alone.</summary>
internal sealed class EarlyMedia(CallServices services, LiveCall state, Action<CallTrigger, CallOutcome> apply)
{
    /// <summary>The notice's audio must be there by then, or the call goes on without it and is not recorded.</summary>
    private static readonly TimeSpan NoticeFetchLimit = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan NoticeLookAgain = TimeSpan.FromMilliseconds(60);
    private const int MaxNoticeLooks = 50;
    private int _looks;

    /// <summary>183 with ringback and the recording notice; 180 when the caller has not said where it wants audio.</summary>
    public void Play()
    {
        var (route, media) = (state.Route!, state.Media);
        if (media.Caller!.Stream is null)
        {
            state.Caller.Progress(null); // no offer yet: nothing can be played before the answer
            return;
        }
        state.Caller.Progress(media.Caller.Local);
        var wanted = route.RecordingNotice && route.Agent.RecordingEnabled;
        media.BeginEarlyMedia(wanted, route.Language);
        StartRecording();
        if (!wanted) return;
        state.Timers.Start(CallTimer.Notice, NoticeFetchLimit);
        var audio = services.Notices.GetAsync(state.Cdr.TenantId, route.Agent, route.Language, media.Caller.Leg.SampleRateHz);
        if (audio.IsCompletedSuccessfully) Take(audio.Result);
        else services.Registry.Watch(FetchNoticeAsync(audio.AsTask()));
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
        if (state.Route!.Agent.RecordingEnabled)
            state.Media.StartRecording(failure =>
            {
                services.Logger.LogError(failure, "the recording cannot be written; the call goes on");
                services.Metrics.Fault("recording");
            });
    }
}
