using SmartPbx.Domain.Directory;

namespace SmartPbx.Functions.Trunks;

/// <summary>A trunk as clients see it: user names, never a password or its hash.</summary>
public sealed record TrunkView(string Name, bool Active, IReadOnlyList<string> SourceAddresses, string? SignInUser, IReadOnlyList<string> Targets, string? Domain,
    string? Username, RegistrationSettings? Registration, int OptionsSeconds, int MaxChannels, int MaxCallsPerSecond, CallerIdRule CallerId, NumberFormat NumberFormat,
    IReadOnlyList<string> Codecs)
{
    internal static TrunkView Of(Trunk trunk) => new(trunk.Name, trunk.Active, trunk.SourceAddresses, trunk.SignIn?.Username, trunk.Targets, trunk.Domain,
        trunk.Credentials?.Username, trunk.Registration, trunk.OptionsSeconds, trunk.MaxChannels, trunk.MaxCallsPerSecond, trunk.CallerId, trunk.NumberFormat, trunk.Codecs);
}
