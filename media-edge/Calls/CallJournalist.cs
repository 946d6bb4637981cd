using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Writes a call's journal entry whenever its phase or one of its dialogs has changed.</summary>
internal sealed class CallJournalist(CallServices services, LiveCall state)
{
    private Look? _written;

    public void WriteIfChanged()
    {
        if (_written != Now()) Write();
    }

    /// <summary>Unless there is an entry already.</summary>
    public void WriteOnce()
    {
        if (_written is null) Write();
    }

    private void Write()
    {
        _written = Now();
        services.Journal.Write(new JournalEntry
        {
            Cdr = state.Cdr with { Legs = [.. LegRecords.Of(state)] }, Dialogs = [.. Dialogs()], Ringing = [.. Ringing()], RtpPorts = [.. Ports()], RecordingPath = state.Media.Recorder?.Path,
            RecordingStartedAt = state.Media.RecordingStartedAt, Language = state.Route?.Language ?? state.From.Tenant.Tenant.Language,
            Sequence = state.Events.Sequence,
        });
    }

    private Look Now() => new(
        state.Phase, state.DialogOf(LegSide.Caller)?.State, state.DialogOf(LegSide.Callee)?.State, Ports().Sum(), state.Cdr.Transfers.Count,
        state.Callee.Forks.Count(fork => fork.FinalStatus is null), state.Supervisors.Sum(leg => 1 + (int)leg.Status));

    private IEnumerable<DialogState> Dialogs()
    {
        if (state.Caller.IsAnswered && state.DialogOf(LegSide.Caller) is { } caller) yield return caller.State;
        if (state.Seats.IsFilled(LegSide.Callee) || state.Callee.Winner is { EndedAt: null })
            if (state.DialogOf(LegSide.Callee) is { } callee) yield return callee.State;
        foreach (var supervisor in state.Supervisors)
            if (supervisor.Dialog is { } dialog) yield return dialog.State;
    }

    private IEnumerable<RingingLeg> Ringing() => state.Callee.Forks.Concat(state.Supervisors.SelectMany(leg => leg.Forks)).Where(fork => fork is { FinalStatus: null, Invite: not null }).Select(fork => RingingLeg.Of(fork.Invite!, fork.SentOn));

    private IEnumerable<int> Ports() => state.Media.Ports;

    /// <summary>What of a call is worth a new line when it changes; of ports and supervisors a sum that tells.</summary>
    private readonly record struct Look(CallPhase Phase, DialogState? Caller, DialogState? Callee, int Ports, int Transfers, int Ringing, int Supervisors);
}
