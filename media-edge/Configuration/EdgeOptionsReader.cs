using System.Globalization;
using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Configuration;

/// <summary>Reads section <c>Edge</c>, collects every problem, and refuses the start with all of them at once.</summary>
public sealed class EdgeOptionsReader
{
    private const int MediaPortsPerCall = 4;
    private readonly IConfigurationSection _section;
    private readonly List<string> _problems = [];

    private EdgeOptionsReader(IConfiguration configuration) => _section = configuration.GetSection(EdgeOptions.Section);

    /// <summary>The checked options. Throws <see cref="EdgeConfigurationException"/>.</summary>
    public static EdgeOptions Read(IConfiguration configuration)
    {
        var reader = new EdgeOptionsReader(configuration);
        var options = reader.ReadAll();
        return reader._problems.Count == 0 ? options : throw new EdgeConfigurationException(reader._problems);
    }

    private EdgeOptions ReadAll()
    {
        var (first, last) = (Whole("Rtp:FirstPort", 10_000, 1_024, 65_534), Whole("Rtp:LastPort", 20_000, 1_025, 65_535));
        if (last - first < MediaPortsPerCall) Refuse("Rtp:LastPort", $"{last} leaves fewer than {MediaPortsPerCall} ports from Edge:Rtp:FirstPort {first} on");
        return new MediaAddressReader(_section, Refuse).ReadInto(new EdgeOptions
        {
            EdgeId = Edge(), DataFolder = Folder(), SipListeners = new ListenerReader(_section, Refuse).ReadAll(), RtpFirstPort = first, RtpLastPort = last,
            DigestAlgorithms = Algorithms(),
            Codecs = Codecs(),
            SessionExpires = TimeSpan.FromSeconds(Whole("Sip:SessionExpiresSeconds", 1_800, 90, 86_400)),
            Dns = new DnsOptions { Servers = NameServers(), Timeout = TimeSpan.FromMilliseconds(Whole("Dns:TimeoutMs", 2_000, 50, 10_000)) },
            SipT1 = TimeSpan.FromMilliseconds(Whole("Sip:T1Ms", 500, 10, 5_000)),
            MediaTimeout = Seconds("Rtp:TimeoutSeconds", 60, 1, 86_400),
            PortQuarantine = Seconds("Rtp:QuarantineSeconds", 60, 0, 3_600),
            NoAnswer = Seconds("NoAnswerSeconds", 10, 1, 180),
            TrunkRetry = Seconds("Trunks:RetrySeconds", 30, 0.1, 1_800),
            DrainTime = Seconds("DrainSeconds", 300, 0, 86_400),
            DirectoryPoll = TimeSpan.FromMilliseconds(Whole("DirectoryPollMs", 1_000, 20, 60_000)),
            PresenceTimeout = TimeSpan.FromMilliseconds(Whole("PresenceTimeoutMs", 200, 1, 2_000)),
            MaxCalls = Whole("Limits:MaxCalls", 1_000, 1, 100_000),
            UnknownSourceInvitesPerSecond = Whole("Limits:UnknownSourceInvitesPerSecond", 10, 0, 10_000),
            MaxBindings = Whole("Limits:MaxBindings", 10_000, 1, 1_000_000),
            MaxBindingsPerExtension = Whole("Limits:MaxBindingsPerExtension", 10, 1, 100),
            AnswerUnknownSources = Flag("AnswerUnknownSources", false),
        });
    }

    private EdgeId Edge()
    {
        var text = _section["EdgeId"] ?? "edge-1";
        // A call id is {edge}-{26 characters} and must stay an id itself.
        if (EdgeId.TryParse(text, out var id) && text.Length <= 60) return id;
        Refuse("EdgeId", $"'{text}' is no id: 1–60 characters of A–Z a–z 0–9 . _ : -");
        return new EdgeId("invalid");
    }

    private string Folder()
    {
        var text = _section["DataFolder"];
        if (!string.IsNullOrWhiteSpace(text)) return Path.GetFullPath(text);
        Refuse("DataFolder", "is missing: name a folder for journal, spool and recordings");
        return "";
    }

    private List<IPEndPoint> NameServers()
    {
        const int Port = 53;
        var servers = new List<IPEndPoint>();
        foreach (var text in _section["Dns:Servers"]?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (IPAddress.TryParse(text, out var address)) servers.Add(new IPEndPoint(address, Port));
            else if (IPEndPoint.TryParse(text, out var endPoint)) servers.Add(endPoint);
            else Refuse("Dns:Servers", $"'{text}' is not address[:port]");
        }
        return servers;
    }

    private List<string> Codecs()
    {
        var chosen = new List<string>();
        foreach (var name in _section["Rtp:Codecs"]?.Split(',', StringSplitOptions.TrimEntries) ?? CodecPolicy.Names)
        {
            var known = CodecPolicy.Names.FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (known is null || chosen.Contains(known)) Refuse("Rtp:Codecs", $"'{name}' is not one of {string.Join(", ", CodecPolicy.Names)}, each once");
            else chosen.Add(known);
        }
        return chosen;
    }

    private List<DigestAlgorithm> Algorithms()
    {
        var chosen = new List<DigestAlgorithm>();
        foreach (var name in (_section["Sip:DigestAlgorithms"] ?? "MD5,SHA-256").Split(',', StringSplitOptions.TrimEntries))
        {
            if (name.Equals("MD5", StringComparison.OrdinalIgnoreCase)) chosen.Add(DigestAlgorithm.Md5);
            else if (name.Equals("SHA-256", StringComparison.OrdinalIgnoreCase)) chosen.Add(DigestAlgorithm.Sha256);
            else Refuse("Sip:DigestAlgorithms", $"'{name}' is neither MD5 nor SHA-256");
        }
        return chosen;
    }

    private int Whole(string key, int fallback, int least, int most)
    {
        var text = _section[key];
        if (text is null) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Refuse(key, $"'{text}' is no whole number from {least} to {most}");
        return fallback;
    }

    private TimeSpan Seconds(string key, double fallback, double least, double most)
    {
        var text = _section[key];
        if (text is null) return TimeSpan.FromSeconds(fallback);
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return TimeSpan.FromSeconds(number);
        Refuse(key, $"'{text}' is no number of seconds from {least} to {most}");
        return TimeSpan.FromSeconds(fallback);
    }

    private bool Flag(string key, bool fallback)
    {
        var text = _section[key];
        if (text is null) return fallback;
        if (bool.TryParse(text, out var flag)) return flag;
        Refuse(key, $"'{text}' is neither true nor false");
        return fallback;
    }

    internal static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private void Refuse(string key, string reason) => _problems.Add($"{EdgeOptions.Section}:{key}: {reason}");
}
