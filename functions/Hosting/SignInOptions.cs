namespace SmartPbx.Functions.Hosting;

/// <summary>Settings of signing in: section <c>Functions:SignIn</c>.</summary>
public sealed class SignInOptions
{
    public int AccessTokenMinutes { get; set; } = 60;

    public int RefreshTokenDays { get; set; } = 14;

    /// <summary>Wrong passwords for one user before the door closes.</summary>
    public int FailuresPerUser { get; set; } = 5;

    /// <summary>Wrong passwords from one address, whoever was tried, before the door closes.</summary>
    public int FailuresPerAddress { get; set; } = 20;

    /// <summary>How long it stays closed, and how long failures are remembered.</summary>
    public int LockOutMinutes { get; set; } = 15;
}
