using SmartPbx.Domain.Calls;
using SmartPbx.Media.Quality;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>The legs of a call as its CDR keeps them: written when the call is over, or as if it were over, for the journal.</summary>
internal static class LegRecords
{
    public static IEnumerable<LegRecord> Of(LiveCall state)
    {
        yield return Seated("a", CallerRecord(state), state, state.Seats.IsFilled(LegSide.Caller) ? null : state.Media.Caller);
        foreach (var fork in state.Callee.Forks) yield return Seated(fork.Name, CalleeRecord(fork, state), state, fork == state.Callee.Winner ? state.Media.Callee : null);
        foreach (var leg in state.Seats.All.Where(leg => leg.HasJoined)) yield return Seated(leg.Name, JoinedRecord(leg, state), state, null);
        foreach (var record in Supervisors(state)) yield return record;
    }

    private static IEnumerable<LegRecord> Supervisors(LiveCall state)
    {
        foreach (var leg in state.Supervisors)
            if ((leg.Winner ?? leg.Forks[0]) is { Invite: not null } fork) yield return WithMedia(CalleeRecord(fork, state), leg.Media);
    }

    // A leg that sat in a seat has kept its own audio and end.
    private static LegRecord Seated(string name, LegRecord record, LiveCall state, LegMedia? media)
    {
        var leg = state.Seats.All.LastOrDefault(leg => leg.Name == name);
        return WithMedia(leg?.EndedAt is { } endedAt ? record with { EndedAt = endedAt } : record, leg?.Media ?? media);
    }

    private static LegRecord JoinedRecord(ConnectedLeg leg, LiveCall state) => new()
    {
        Leg = leg.Name, Direction = leg.Dialog.State.IsUac ? "outbound" : "inbound", SipCallId = leg.Dialog.State.CallId, LocalUri = leg.Dialog.State.LocalUri,
        RemoteUri = leg.Dialog.State.RemoteUri, LocalTag = leg.Dialog.State.LocalTag, RemoteTag = leg.Dialog.State.RemoteTag, Contact = leg.Dialog.State.RemoteTarget,
        State = CallState.Terminated, SipStatus = SipStatus.Ok, StartedAt = leg.AnsweredAt, AnsweredAt = leg.AnsweredAt, EndedAt = state.Outcome is null ? null : state.EndedAt,
    };

    private static LegRecord CallerRecord(LiveCall state)
    {
        var (invite, outcome, answered) = (state.Caller.Invite.Request, state.Outcome, state.Caller.IsAnswered);
        return new LegRecord
        {
            Leg = "a", Direction = "inbound", Trunk = state.From.Trunk?.Name, SipCallId = invite.CallId, LocalUri = invite.To.Uri.ToString(), RemoteUri = invite.From.Uri.ToString(),
            LocalTag = state.Caller.Invite.LocalTag, RemoteTag = invite.From.Tag, Contact = invite.Contact?.Uri.ToString(),
            State = answered ? CallState.Terminated : outcome == CallOutcome.Cancelled ? CallState.Cancelled : CallState.Failed,
            SipStatus = answered ? SipStatus.Ok : outcome?.SipStatus, StartedAt = state.Cdr.StartedAt, AnsweredAt = state.Cdr.AnsweredAt,
            EndedAt = outcome is null ? null : state.EndedAt,
        };
    }

    private static LegRecord CalleeRecord(CalleeFork fork, LiveCall state) => new()
    {
        Leg = fork.Name, Direction = "outbound", Trunk = fork.Line?.Way.State.Trunk.Name, SipCallId = fork.Invite!.CallId, LocalUri = fork.Invite.From.Uri.ToString(), RemoteUri = fork.Invite.To.Uri.ToString(),
        LocalTag = fork.Invite.From.Tag, RemoteTag = fork.Dialog?.State.RemoteTag, Contact = fork.Dialog?.State.RemoteTarget,
        State = fork.AnsweredAt is not null ? CallState.Terminated : fork.IsCancelled ? CallState.Cancelled : CallState.Failed,
        SipStatus = fork.FinalStatus, StartedAt = fork.StartedAt, AnsweredAt = fork.AnsweredAt, EndedAt = fork.EndedAt ?? (state.Outcome is null ? null : state.EndedAt),
    };

    private static double? Score(StreamQuality? quality) => quality is { } known ? Math.Round(known.Mos, 2) : null;

    private static LegRecord WithMedia(LegRecord record, LegMedia? media)
    {
        if (media is null) return record;
        var (counted, codec) = (media.Leg.ReadStatistics(), media.Stream?.Codec.Name);
        return record with
        {
            Codec = codec, LocalRtpPort = media.Leg.RtpPort, RemoteRtp = media.Stream?.RemoteRtp.ToString(),
            PacketsIn = counted.PacketsReceived, PacketsOut = counted.PacketsSent, BytesIn = counted.BytesReceived, BytesOut = counted.BytesSent,
            PacketsLost = counted.PacketsLost, JitterMs = counted.JitterMs, RemotePacketsLost = counted.RemotePacketsLost, RemoteJitterMs = counted.RemoteJitterMs,
            RoundTripMs = counted.RoundTripTime?.TotalMilliseconds, MosIn = Score(StreamQuality.Inbound(counted, codec)), MosOut = Score(StreamQuality.Outbound(counted, codec)),
        };
    }
}
