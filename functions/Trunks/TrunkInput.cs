using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary>Body of <c>PUT trunks/{name}</c>. A password that is left out stays as it was, as long as its user does.</summary>
public sealed record TrunkInput
{
    public bool Active { get; init; } = true;
    public IReadOnlyList<string> SourceAddresses { get; init; } = [];
    public string? SignInUser { get; init; }
    public string? SignInPassword { get; init; }
    public IReadOnlyList<string> Targets { get; init; } = [];
    public string? Domain { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }
    public RegistrationSettings? Registration { get; init; }
    public int OptionsSeconds { get; init; } = 30;
    public int MaxChannels { get; init; } = 100;
    public int MaxCallsPerSecond { get; init; } = 50;
    public CallerIdRule CallerId { get; init; } = new();
    public NumberFormat NumberFormat { get; init; } = new();
    public IReadOnlyList<string> Codecs { get; init; } = [];

    internal Problem? Check(Trunk? known)
    {
        if (TrunkCheck.Of(this) is { } problem) return problem;
        if (Username is not null && Password is null && known?.Credentials?.Username != Username) return Problem.Invalid("password", "is needed for a new user");
        return SignInUser is not null && SignInPassword is null && known?.SignIn?.Username != SignInUser
            ? Problem.Invalid("sign_in_password", "is needed for a new user") : null;
    }

    /// <param name="realm">The tenant's SIP domain, for which the hashes of the carrier's sign-in are made.</param>
    internal Trunk ToTrunk(TenantId tenant, string name, string realm, Trunk? known, ISecrets secrets) => new()
    {
        TenantId = tenant, Name = name, Active = Active, SourceAddresses = SourceAddresses, Targets = Targets, Domain = Domain, Registration = Registration,
        OptionsSeconds = OptionsSeconds, MaxChannels = MaxChannels, MaxCallsPerSecond = MaxCallsPerSecond, CallerId = CallerId, NumberFormat = NumberFormat, Codecs = Codecs,
        SignIn = SignInUser is null ? null : SignInPassword is null ? known!.SignIn : TrunkSignIn.Of(SignInUser, realm, SignInPassword),
        Credentials = Username is null ? null : Password is null ? known!.Credentials : TrunkCredentials.Protect(secrets, Username, Password),
    };
}
