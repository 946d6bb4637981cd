using SmartPbx.Domain.Ports;

namespace SmartPbx.Functions.Auth;

/// <summary>Recent sign-in attempts on one user or from one address.</summary>
public sealed record SignInGuard(int Attempts, DateTimeOffset Since)
{
    /// <summary>Partition (of the platform, since an address belongs to no tenant) and id are a hash of whom it guards.</summary>
    public static readonly DocumentKind<SignInGuard> Kind = new("sign_in_guard");
}
