namespace SmartPbx.Functions.Hosting;

/// <summary>Settings of the function app: section <c>Functions</c>, validated at start.</summary>
public sealed class FunctionsOptions
{
    public const string Section = "Functions";

    /// <summary>Waiting time before each further attempt of a handler; after the last one the event is dead-lettered.</summary>
    public int[] RetryDelaysMs { get; set; } = [];

    /// <summary>Requests a minute of one signed-in user.</summary>
    public int UserRequestsPerMinute { get; set; } = 1200;

    /// <summary>Requests a minute of one address that is not signed in.</summary>
    public int AddressRequestsPerMinute { get; set; } = 120;

    /// <summary>Origins of browsers that may call the API; empty: only the own one.</summary>
    public string[] CorsOrigins { get; set; } = [];

    /// <summary>Take the caller's address from the last entry of X-Forwarded-For: only behind a proxy that sets it (the Functions host does).</summary>
    public bool TrustForwardedFor { get; set; }

    public SignInOptions SignIn { get; set; } = new();

    public WebhookOptions Webhooks { get; set; } = new();

    private static readonly int[] DefaultRetryDelaysMs = [1_000, 4_000, 16_000, 64_000];

    /// <summary>Reads the section and refuses values that make no sense, naming the key.</summary>
    /// <exception cref="FunctionsConfigurationException">A value is no value of its kind or out of range.</exception>
    public static FunctionsOptions From(IConfiguration configuration)
    {
        var options = Bind(configuration);
        // The binder leaves out list items that are no numbers; nobody would notice.
        Require(configuration.GetSection(Section).GetSection(nameof(RetryDelaysMs)).GetChildren().Count() == options.RetryDelaysMs.Length, nameof(RetryDelaysMs), "whole numbers");
        if (options.RetryDelaysMs.Length == 0) options.RetryDelaysMs = DefaultRetryDelaysMs;
        Require(options.RetryDelaysMs.All(delay => delay is >= 0 and <= 86_400_000), nameof(RetryDelaysMs), "each 0 to 86400000");
        Require(options.UserRequestsPerMinute > 0, nameof(UserRequestsPerMinute), "positive");
        Require(options.AddressRequestsPerMinute > 0, nameof(AddressRequestsPerMinute), "positive");
        Require(options.CorsOrigins.All(IsOrigin), nameof(CorsOrigins), "origins such as https://console.example");
        Require(options.SignIn.AccessTokenMinutes is > 0 and <= 1440, "SignIn:AccessTokenMinutes", "1 to 1440");
        Require(options.SignIn.RefreshTokenDays is > 0 and <= 365, "SignIn:RefreshTokenDays", "1 to 365");
        Require(options.SignIn.FailuresPerUser > 0, "SignIn:FailuresPerUser", "positive");
        Require(options.SignIn.FailuresPerAddress > 0, "SignIn:FailuresPerAddress", "positive");
        Require(options.SignIn.LockOutMinutes > 0, "SignIn:LockOutMinutes", "positive");
        Require(options.Webhooks.TimeoutSeconds is > 0 and <= 100, "Webhooks:TimeoutSeconds", "1 to 100");
        return options;
    }

    private static FunctionsOptions Bind(IConfiguration configuration)
    {
        try { return configuration.GetSection(Section).Get<FunctionsOptions>() ?? new FunctionsOptions(); }
        catch (InvalidOperationException refused) { throw new FunctionsConfigurationException(refused.Message, refused); } // the binder names key and value
    }

    private static bool IsOrigin(string origin) => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && !origin.EndsWith('/');

    private static void Require(bool holds, string key, string expected)
    {
        if (!holds) throw new FunctionsConfigurationException($"configuration key {Section}:{key} must be {expected}");
    }
}
