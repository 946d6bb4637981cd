using SmartPbx.Domain.Hitl;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Operators;

/// <summary><c>POST operator/heartbeat</c>: the operator's browser is open. An operator who was taken for gone and comes back starts idling anew.</summary>
internal static class Heartbeat
{
    public static async Task<IResult> HandleAsync(SignedIn user, PresenceDesk desk, TimeProvider clock, CancellationToken cancellationToken)
    {
        var presence = await desk.ChangeAsync(user, Apply, cancellationToken);
        return JsonAnswer.Of(OperatorView.Of(user.User, presence, clock.GetUtcNow()));
    }

    internal static OperatorPresence Apply(OperatorPresence known, DateTimeOffset now) => SetOwnStatus.Apply(known, known.Status, now);
}
