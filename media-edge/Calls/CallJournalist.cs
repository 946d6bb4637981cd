using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Writes a call's journal entry whenever its phase or one of its dialogs has changed.</summary>
internal sealed class CallJournalist(CallServices services, LiveCall state)
{
    private (CallPhase, DialogState?, DialogState?, int) _written;

    public void WriteIfChanged()
    {
        if (_written != Now()) Write();
    }

    public void Write()
    {
        _written = Now();
        services.Journal.Write(new JournalEntry
        {
            Cdr = state.Cdr with { Legs = [.. LegRecords.Of(state)] }, Dialogs = [.. Dialogs()], RtpPorts = [.. Ports()], RecordingPath = state.Media.Recorder?.Path,
            RecordingStartedAt = state.Media.RecordingStartedAt, Language = state.Route?.Language ?? state.From.Tenant.Tenant.Language,
            Sequence = state.Events.Sequence,
        });
    }

    private (CallPhase, DialogState?, DialogState?, int) Now() =>
        (state.Phase, state.Caller.Dialog?.State, state.Callee.Dialog?.State, (state.Media.Caller is null ? 0 : 1) + (state.Media.Callee is null ? 0 : 2));

    private IEnumerable<DialogState> Dialogs()
    {
        if (state.Caller is { IsAnswered: true, Dialog: { } caller }) yield return caller.State;
        if (state.Callee.Winner is { EndedAt: null, Dialog: { } callee }) yield return callee.State;
    }

    private IEnumerable<int> Ports()
    {
        if (state.Media.Caller is { } caller) yield return caller.Leg.RtpPort;
        if (state.Media.Callee is { } callee) yield return callee.Leg.RtpPort;
    }
}
