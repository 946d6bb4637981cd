using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Trunks;

/// <summary>What a trunk may say; the edge runs only what passed here.</summary>
internal static partial class TrunkCheck
{
    // Wider than this is no carrier: whoever is in there is believed without a password.
    private const int MinIPv4PrefixBits = 16;
    private const int MinIPv6PrefixBits = 32;
    private const int MaxTextCharacters = 200;
    private const int MaxChannels = 100_000;
    private const int MinExpiresSeconds = 60;
    private const int MaxExpiresSeconds = 86_400;
    private const int MinOptionsSeconds = 5;
    private const int MaxOptionsSeconds = 3_600;
    private const int MaxCodecs = 16;

    public static Problem? Of(TrunkInput input) => Nulls(input) ?? Addresses(input) ?? Users(input) ?? Numbers(input) ?? Limits(input);

    // JSON can say null where the type cannot.
    private static Problem? Nulls(TrunkInput input)
    {
        if (input.SourceAddresses is null || input.SourceAddresses.Contains(null!)) return Problem.Invalid("source_addresses", "a list of texts");
        if (input.Targets is null || input.Targets.Contains(null!)) return Problem.Invalid("targets", "a list of texts");
        if (input.Codecs is null || input.Codecs.Contains(null!)) return Problem.Invalid("codecs", "a list of texts");
        if (input.CallerId is null) return Problem.Invalid("caller_id", "an object");
        return input.NumberFormat?.Prefix is null ? Problem.Invalid("number_format", "an object") : null;
    }

    private static Problem? Addresses(TrunkInput input)
    {
        if (input.SourceAddresses.Count > Trunk.MaxSourceAddresses || !input.SourceAddresses.All(IsSource))
            return Problem.Invalid("source_addresses", $"at most {Trunk.MaxSourceAddresses} addresses or blocks of at least /{MinIPv4PrefixBits} (IPv6 /{MinIPv6PrefixBits})");
        if (input.Targets.Count > Trunk.MaxTargets || !input.Targets.All(t => t.Length <= MaxTextCharacters && Target().IsMatch(t)))
            return Problem.Invalid("targets", $"at most {Trunk.MaxTargets} URIs like sip:host, sip:host:port or sip:host;transport=tcp, best first");
        if (input.Domain is { } domain && Uri.CheckHostName(domain) == UriHostNameType.Unknown) return Problem.Invalid("domain", "a host name or address");
        return input.SourceAddresses.Count == 0 && input.SignInUser is null && input.Targets.Count == 0
            ? Problem.Invalid("targets", "a trunk has a source address, a sign-in or a target") : null;
    }

    private static Problem? Users(TrunkInput input)
    {
        if (!IsText(input.SignInUser) || !IsText(input.SignInPassword)) return Problem.Invalid("sign_in_user", $"1 to {MaxTextCharacters} printable characters");
        if (!IsText(input.Username) || !IsText(input.Password)) return Problem.Invalid("username", $"1 to {MaxTextCharacters} printable characters");
        if (input.Registration is not { } registration) return null;
        if (input.Targets.Count == 0) return Problem.Invalid("registration", "needs a target to register with");
        if (registration.User is null ? input.Username is null : !IsText(registration.User)) return Problem.Invalid("registration", "needs a user");
        return registration.ExpiresSeconds is >= MinExpiresSeconds and <= MaxExpiresSeconds ? null
            : Problem.Invalid("registration.expires_seconds", $"{MinExpiresSeconds} to {MaxExpiresSeconds}");
    }

    private static Problem? Numbers(TrunkInput input)
    {
        if (input.CallerId.Number is { } number && !Number().IsMatch(number)) return Problem.Invalid("caller_id.number", "digits with an optional plus");
        if (!IsText(input.CallerId.Name)) return Problem.Invalid("caller_id.name", $"1 to {MaxTextCharacters} printable characters");
        return Prefix().IsMatch(input.NumberFormat.Prefix) ? null : Problem.Invalid("number_format.prefix", "at most 20 of 0–9 * #");
    }

    private static Problem? Limits(TrunkInput input)
    {
        if (input.MaxChannels is < 0 or > MaxChannels) return Problem.Invalid("max_channels", $"0 to {MaxChannels}");
        if (input.MaxCallsPerSecond is < 1 or > 1_000) return Problem.Invalid("max_calls_per_second", "1 to 1000");
        if (input.OptionsSeconds is not 0 and (< MinOptionsSeconds or > MaxOptionsSeconds))
            return Problem.Invalid("options_seconds", $"0 for none, or {MinOptionsSeconds} to {MaxOptionsSeconds}");
        return input.Codecs.Count <= MaxCodecs && input.Codecs.All(c => Codec().IsMatch(c)) ? null : Problem.Invalid("codecs", "SDP names such as PCMA");
    }

    private static bool IsSource(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);
        return IPNetwork.TryParse(text, out var network)
            && network.PrefixLength >= (network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? MinIPv6PrefixBits : MinIPv4PrefixBits);
    }

    private static bool IsText(string? text) => text is null || text.Length is > 0 and <= MaxTextCharacters && !text.Any(char.IsControl);

    [GeneratedRegex(@"^sips?:(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)(:[0-9]{1,5})?(;transport=(udp|tcp|tls|ws|wss))?$")]
    private static partial Regex Target();

    [GeneratedRegex(@"^\+?[0-9]{1,20}$")]
    private static partial Regex Number();

    [GeneratedRegex("^[0-9*#]{0,20}$")]
    private static partial Regex Prefix();

    [GeneratedRegex("^[A-Za-z0-9.-]{1,20}$")]
    private static partial Regex Codec();
}
