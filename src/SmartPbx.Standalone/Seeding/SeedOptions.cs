using System.Globalization;
using System.Net;
using SmartPbx.Standalone.Configuration;

namespace SmartPbx.Standalone.Seeding;

/// <summary>Section <c>Seed</c>: what an empty data folder begins with. Passwords that are not given are made at random and shown once.</summary>
internal sealed record SeedOptions
{
    public required string KnowledgeFolder { get; init; }
    public required string TrunkAddress { get; init; }
    public required double NoAnswerSeconds { get; init; }
    public required int SilencePromptSeconds { get; init; }
    public string? AdminPassword { get; init; }
    public string? OperatorPassword { get; init; }
    public string? PhonePassword { get; init; }
    public Uri? WebhookUrl { get; init; }
    public string? WebhookSecret { get; init; }

    /// <summary>Reads and checks the section. Throws <see cref="ConfigurationException"/> with the key and the reason.</summary>
    public static SeedOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Seed");
        var knowledge = section["Knowledge"] ?? Path.Combine(AppContext.BaseDirectory, "Demo", "knowledge");
        if (!System.IO.Directory.Exists(knowledge)) throw new ConfigurationException("Seed:Knowledge", $"there is no folder '{knowledge}'");
        var trunk = section["TrunkAddress"] ?? "127.0.0.2";
        if (!IPAddress.TryParse(trunk, out _) && !IPNetwork.TryParse(trunk, out _))
            throw new ConfigurationException("Seed:TrunkAddress", $"'{trunk}' is neither an address nor a CIDR block");
        Uri? webhook = null;
        if (section["WebhookUrl"] is { Length: > 0 } url && !Uri.TryCreate(url, UriKind.Absolute, out webhook))
            throw new ConfigurationException("Seed:WebhookUrl", $"'{url}' is no address");
        return new SeedOptions
        {
            KnowledgeFolder = knowledge, TrunkAddress = trunk, WebhookUrl = webhook, WebhookSecret = section["WebhookSecret"],
            NoAnswerSeconds = Number(section, "NoAnswerSeconds", 10, 1, 120), SilencePromptSeconds = (int)Number(section, "SilencePromptSeconds", 10, 2, 120),
            AdminPassword = section["AdminPassword"], OperatorPassword = section["OperatorPassword"], PhonePassword = section["PhonePassword"],
        };
    }

    private static double Number(IConfigurationSection section, string key, double fallback, double least, double most)
    {
        if (section[key] is not { } text) return fallback;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new ConfigurationException($"Seed:{key}", $"'{text}' is no number from {least} to {most}");
    }
}
