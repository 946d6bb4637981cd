using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Calls;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>
/// Takes the API's commands to the mailbox of the call that they name. A call of another tenant is no call. What nobody can take is refused here.
/// </summary>
internal sealed class SupervisionCommands(EdgeId edge, CallRegistry registry, SupervisionBook book, TimeProvider clock)
{
    /// <summary>Called by the command source; never waits.</summary>
    public void Take(EdgeCommand command)
    {
        if (command.Supervision is not { } order || command.Deadline <= clock.GetUtcNow()) return;
        var input = new SupervisionInput.Ordered(command, order, reason => book.Write(Refused(command, order, reason)));
        if (registry.Find(command.CallId) is not { } call || call.Tenant != command.TenantId || !call.TryPost(new CallInput.Supervised(input)))
            input.Refuse(command.Type == EdgeCommand.BeginSupervision ? SupervisionReason.NoSuchCall : SupervisionReason.NoSuchSupervision);
    }

    private CallSupervision Refused(EdgeCommand command, SupervisionOrder order, SupervisionReason reason) => new()
    {
        SupervisionId = order.Id, TenantId = command.TenantId, CallId = command.CallId, EdgeId = edge, By = order.By, Extension = order.Extension, Mode = order.Mode,
        WhisperTo = order.WhisperTo, Status = SupervisionStatus.Refused, Reason = reason, AskedAt = clock.GetUtcNow(), LastCommand = command.CommandId, LastRefusal = reason,
    };
}
