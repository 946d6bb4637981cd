using System.Globalization;
using System.Security.Cryptography;

namespace SmartPbx.TestKit.Running;

/// <summary>With what the product is started; each instance has ports and passwords of its own.</summary>
public sealed record ProductSettings
{
    public required string DataFolder { get; init; }
    public int HttpPort { get; init; } = FreePorts.Tcp();
    public int SipPort { get; init; } = FreePorts.Udp();
    public int FirstRtpPort { get; init; } = 21_000;
    public int LastRtpPort { get; init; } = 23_999;
    public string AdminPassword { get; init; } = Secret();
    public string OperatorPassword { get; init; } = Secret();
    public string PhonePassword { get; init; } = Secret();
    public string WebhookSecret { get; init; } = Secret();
    public Uri? Webhook { get; init; }
    public string? KnowledgeFolder { get; init; }
    public double NoAnswerSeconds { get; init; } = 3;
    public int SilencePromptSeconds { get; init; } = 10;
    /// <summary>Any other setting, in the form <c>Section__Key</c>.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    public IEnumerable<(string Key, string Value)> Environment()
    {
        string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
        yield return ("Standalone__DataFolder", DataFolder);
        yield return ("Standalone__Http", $"127.0.0.1:{HttpPort}");
        yield return ("Standalone__LogFormat", "json");
        yield return ("Edge__Sip__Bind", $"127.0.0.1:{SipPort}");
        yield return ("Edge__Rtp__FirstPort", Text(FirstRtpPort));
        yield return ("Edge__Rtp__LastPort", Text(LastRtpPort));
        yield return ("Seed__AdminPassword", AdminPassword);
        yield return ("Seed__OperatorPassword", OperatorPassword);
        yield return ("Seed__PhonePassword", PhonePassword);
        yield return ("Seed__NoAnswerSeconds", Text(NoAnswerSeconds));
        yield return ("Seed__SilencePromptSeconds", Text(SilencePromptSeconds));
        yield return ("Seed__TrunkAddress", ProductProcess.TrunkAddress.ToString());
        if (KnowledgeFolder is not null) yield return ("Seed__Knowledge", KnowledgeFolder);
        if (Webhook is not null)
        {
            yield return ("Seed__WebhookUrl", Webhook.ToString());
            yield return ("Seed__WebhookSecret", WebhookSecret);
            yield return ("Functions__Webhooks__AllowPrivateAddresses", "true");
        }
        foreach (var (key, value) in More) yield return (key, value);
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
}
