using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Operators;

/// <summary><c>GET operator/status</c>: one's own.</summary>
internal static class GetOwnStatus
{
    public static async Task<IResult> HandleAsync(SignedIn user, PresenceDesk desk, TimeProvider clock, CancellationToken cancellationToken) =>
        JsonAnswer.Of(OperatorView.Of(user.User, await desk.FindAsync(user, cancellationToken), clock.GetUtcNow()));
}
