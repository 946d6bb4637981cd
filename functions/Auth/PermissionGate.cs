using Microsoft.AspNetCore.Authorization;

namespace SmartPbx.Functions.Auth;

/// <summary>Decides <see cref="NeedsPermission"/> by the table of roles.</summary>
internal sealed class PermissionGate : AuthorizationHandler<NeedsPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsPermission requirement)
    {
        if (SignedIn.TryFrom(context.User, out var signedIn) && signedIn.May(requirement.Permission)) context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
