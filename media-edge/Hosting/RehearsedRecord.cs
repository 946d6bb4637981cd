using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Hosting;

/// <summary>
/// What a call writes about itself, of one that never was, to nowhere: the JSON library makes its writers and readers when it meets a type for the first time,
/// which is half a second of a call that somebody waits for.
/// </summary>
internal static class RehearsedRecord
{
    private const string Text = "rehearsal";

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private static readonly CdrDraft Draft = new CdrDraft
    {
        CallId = new CallId(Text), TenantId = new TenantId(Text), EdgeId = new EdgeId(Text), Caller = Text, Callee = Text, StartedAt = Now, RingingAt = Now, Legs = [Leg()],
    }.Answer(CallSegmentKind.Bridged, Now);

    /// <summary>The journal's entry and the events of a bridged call.</summary>
    public static void Write()
    {
        Repeat(new JournalEntry { Cdr = Draft, Dialogs = [Dialog()], Ringing = [Ringing()], RtpPorts = [1], RecordingStartedAt = Now, Language = Text });
        Emit(EventCatalogue.CallStarted, new CallStarted(Draft.CallId, Draft.EdgeId, Text, Text, Now));
        Emit(EventCatalogue.CallAnswered, new CallAnswered(Draft.CallId, CallSegmentKind.Bridged, Now));
        var record = Draft.Complete(CallOutcome.CallerHungUp, Now + TimeSpan.FromSeconds(1));
        Repeat(record);
        Emit(EventCatalogue.CallEnded, record);
    }

    private static void Repeat<T>(T written) => JsonSerializer.Deserialize<T>(JsonSerializer.SerializeToUtf8Bytes(written, SmartPbxJson.Options), SmartPbxJson.Options);

    private static void Emit<T>(EventType<T> type, T payload)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(payload, SmartPbxJson.Options);
        CloudEvent.Read(CloudEvent.Create(type, Text, Text, Draft.TenantId, Text, Now, line).ToUtf8());
        CloudEvent.Read(CloudEvent.Create(type, Text, Text, Draft.TenantId, Text, Now, payload).ToUtf8());
    }

    private static LegRecord Leg() => new()
    {
        Leg = Text, Direction = Text, SipCallId = Text, State = CallState.Terminated, SipStatus = 200, StartedAt = Now, AnsweredAt = Now, EndedAt = Now, LocalRtpPort = 1,
        JitterMs = 1, MosIn = 1, RemotePacketsLost = 1,
    };

    private static DialogState Dialog() => new()
    {
        CallId = Text, LocalTag = Text, RemoteTag = Text, LocalUri = Text, RemoteUri = Text, RemoteTarget = Text, RouteSet = [Text], LocalCSeq = 1, RemoteCSeq = 1, IsUac = true, IsConfirmed = true,
    };

    private static RingingLeg Ringing() => new() { Uri = Text, Via = Text, From = Text, To = Text, CallId = Text, CSeq = 1, Routes = [Text], Flow = Text };
}
