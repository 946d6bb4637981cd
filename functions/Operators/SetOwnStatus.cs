using SmartPbx.Domain.Hitl;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Operators;

/// <summary><c>PUT operator/status</c>: what one says of oneself; also a heartbeat. Becoming available starts the idle time by which alerts are shared out.</summary>
internal static class SetOwnStatus
{
    public sealed record Request(OperatorStatus? Status);

    public static async Task<IResult> HandleAsync(Request request, SignedIn user, PresenceDesk desk, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (request.Status is not { } status || !Enum.IsDefined(status)) return Problem.Invalid("status", "available, away, busy or offline");
        var presence = await desk.ChangeAsync(user, (known, now) => Apply(known, status, now), cancellationToken);
        return JsonAnswer.Of(OperatorView.Of(user.User, presence, clock.GetUtcNow()));
    }

    internal static OperatorPresence Apply(OperatorPresence known, OperatorStatus status, DateTimeOffset now) => known with
    {
        Status = status, HeartbeatAt = now,
        IdleSince = status == OperatorStatus.Available && known.EffectiveStatus(now) != OperatorStatus.Available ? now : known.IdleSince,
    };
}
