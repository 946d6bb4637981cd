using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The 200 to leg A and what follows from it. Used by the mailbox alone.</summary>
internal sealed class CallerAnswer(CallServices services, LiveCall state, EarlyMedia early)
{
    /// <summary>Answers the call, at once or when the caller has acknowledged our description.</summary>
    public void Give(CallSegmentKind kind) => state.Caller.Answer(Description, response => state.Sessions.Answer(LegSide.Caller, state.Caller.Invite.Request, response), () => Given(kind));

    // What the 200 describes: our answer again, or our offer when none was made. An offer that was made and answered in 183 and PRACK, or a session that
    // changed since, is not repeated: a description here would be read as a new one.
    private SdpSession? Description()
    {
        var media = state.Media.Caller!;
        if (media.Stream is null) return media.Offer(services.Codecs.All, SdpDirection.SendRecv);
        return state.Caller.Invite.Request.Body.IsEmpty || media.IsRenegotiated ? null : media.Local;
    }

    private void Given(CallSegmentKind kind)
    {
        state.Trace.End(kind == CallSegmentKind.Bridged ? "bridged" : "agent");
        var now = services.Clock.GetUtcNow();
        var media = state.Media.Caller!;
        state.Cdr = state.Cdr.Answer(kind, now) with { Codec = media.Stream?.Codec.Name, SampleRateHz = media.SampleRateHz };
        early.StartRecording();
        state.Events.EmitOnce(EventCatalogue.CallAnswered, new CallAnswered(state.Cdr.CallId, kind, now), "answered");
    }
}
