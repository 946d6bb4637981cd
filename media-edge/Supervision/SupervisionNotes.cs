using SmartPbx.Domain.Events;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Calls;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>Tells of a supervision everywhere it must be known: its document, the event <c>call.supervised</c>, the CDR. Used by the call's mailbox alone.</summary>
internal sealed class SupervisionNotes(CallServices services, LiveCall state)
{
    /// <summary>The document, which answers the last command.</summary>
    public void Answer(SupervisorLeg leg) => services.Supervisions.Write(new CallSupervision
    {
        SupervisionId = leg.Order.Id, TenantId = state.Cdr.TenantId, CallId = state.Cdr.CallId, EdgeId = state.Cdr.EdgeId, By = leg.Order.By,
        Extension = leg.Order.Extension, Mode = leg.Mode, WhisperTo = SupervisorLeg.SideOf(leg.WhisperTo), Status = leg.Status, Reason = leg.Reason, AskedAt = leg.AskedAt,
        JoinedAt = leg.Winner?.AnsweredAt, EndedAt = leg.EndedAt, LastCommand = leg.LastCommand.Id, LastRefusal = leg.LastCommand.Refusal,
    });

    /// <summary>The status or the mode has changed.</summary>
    public void Tell(SupervisorLeg leg)
    {
        var now = services.Clock.GetUtcNow();
        SupervisionSide? side = leg.Mode == SupervisionMode.Whisper ? SupervisorLeg.SideOf(leg.WhisperTo) : null;
        if (leg.Winner is not null) Record(leg, now, side);
        state.Events.Emit(EventCatalogue.CallSupervised, new CallSupervised(state.Cdr.CallId, leg.Order.Id, leg.Order.By, leg.Order.Extension, leg.Status, leg.Mode, side,
            leg.Reason, leg.Winner?.AnsweredAt, now));
        Answer(leg);
        services.Logger.LogInformation("supervision {Supervision} by {User} at {Extension}: {Status}, {Mode}", leg.Order.Id, leg.Order.By, leg.Order.Extension, leg.Status, leg.Mode);
    }

    private void Record(SupervisorLeg leg, DateTimeOffset now, SupervisionSide? side)
    {
        var record = state.Cdr.Supervisions.FirstOrDefault(one => one.SupervisionId == leg.Order.Id)
            ?? new SupervisionRecord { SupervisionId = leg.Order.Id, By = leg.Order.By, Extension = leg.Order.Extension };
        record = leg.IsOver ? record with { LeftAt = now } : record.With(new SupervisionChange(now, leg.Mode, side));
        state.Cdr = state.Cdr.Supervise(record);
    }
}
