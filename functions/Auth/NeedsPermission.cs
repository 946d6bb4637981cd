using Microsoft.AspNetCore.Authorization;

namespace SmartPbx.Functions.Auth;

/// <summary>On a route: the permission that the signed-in user's role must have.</summary>
public sealed class NeedsPermission(string permission) : IAuthorizationRequirement, IAuthorizationRequirementData
{
    public string Permission { get; } = permission;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}
