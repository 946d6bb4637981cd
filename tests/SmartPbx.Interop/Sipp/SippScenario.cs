using SmartPbx.Interop.Running;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop.Sipp;

/// <summary>One scenario file: registers and starts the phones it names, then plays the caller; all must end with success.</summary>
public sealed class SippScenario(SippFile file) : IScenario
{
    private const string Third = "third";
    private const int DefaultSeconds = 30, DefaultRate = 10;

    public string Name => file.Name;
    public string What => file["what"] ?? "";
    public string Peer => "SIPp";
    public string Transport => file["transport"] ?? "udp";
    public IReadOnlyList<string> Needs => file.List("needs");
    public TimeSpan Limit => TimeSpan.FromSeconds(file.Number("seconds", DefaultSeconds) + 5);

    public static IEnumerable<IScenario> All() =>
        Directory.EnumerateFiles(Folder, "*.xml").Order(StringComparer.Ordinal).Select(f => new SippScenario(new SippFile(f)));

    internal static string Folder => Path.Combine(Checkout.Root, "tests/SmartPbx.Interop/sipp");

    public async Task<string?> PlayAsync(Place place, CancellationToken cancellationToken)
    {
        var phones = new List<(string Who, ChildProcess Process)>();
        try
        {
            foreach (var who in (string[])["phone", "phone2", Third])
            {
                if (file[who] is not { } behaviour) continue;
                var port = FreePorts.Udp();
                if (await RegisterAsync(place, port, who, cancellationToken) is { } refused) return refused;
                phones.Add((who, Start(place, Phones(behaviour), place.PhoneAddress, port, who, "udp", 1, file.Number("loss", 0))));
            }
            return await CallAsync(place, cancellationToken) ?? await PhonesAsync(phones, place, cancellationToken);
        }
        finally
        {
            foreach (var (_, phone) in phones) await phone.DisposeAsync();
        }
    }

    private async Task<string?> CallAsync(Place place, CancellationToken cancellationToken)
    {
        var port = FreePorts.Udp();
        if (file["register"] is not null && await RegisterAsync(place, port, "register", cancellationToken) is { } refused) return refused;
        var source = Transport == "udp6" ? "::1" : file["as"] switch { "phone" => place.PhoneAddress, "stranger" => place.StrangerAddress, _ => place.TrunkAddress };
        await using var caller = Start(place, file.FilePath, source, port, "caller", Transport, file.Number("calls", 1), file.Number("loss", 0));
        return await caller.WaitForExitAsync(cancellationToken) is 0 ? null : "caller: " + SippErrors.Last(place.File("caller.err"));
    }

    private static async Task<string?> PhonesAsync(List<(string Who, ChildProcess Process)> phones, Place place, CancellationToken cancellationToken)
    {
        foreach (var (who, phone) in phones)
            if (await phone.WaitForExitAsync(cancellationToken) is not 0) return $"{who}: {SippErrors.Last(place.File(who + ".err"))}";
        return null;
    }

    private async Task<string?> RegisterAsync(Place place, int port, string who, CancellationToken cancellationToken)
    {
        await using var register = Start(place, Phones("register"), place.PhoneAddress, port, who + "-register", "udp", 1, 0);
        return await register.WaitForExitAsync(cancellationToken) is 0 ? null : "REGISTER: " + SippErrors.Last(place.File(who + "-register.err"));
    }

    internal static string Phones(string behaviour) => Path.Combine(Folder, "phones", behaviour + ".xml");

    private ChildProcess Start(Place place, string scenario, string address, int port, string who, string transport, int calls, int loss) => SippCommand.Start(place, new SippCommand(scenario, address, port, who)
    {
        Server = transport == "udp6" ? $"[::1]:{place.Edge.SipPort}" : place.Edge.Sip.ToString(), Transport = transport, Dialled = Dialled(place), Calls = calls, LossPercent = loss,
        Extension = who.StartsWith(Third, StringComparison.Ordinal) ? place.CallerExtension : null, Rate = file.Number("rate", DefaultRate), Seconds = file.Number("seconds", DefaultSeconds),
    });

    private string Dialled(Place place) => file["dial"] switch
    {
        "agent" or null => EdgeDirectory.AgentNumber,
        "ring" => place.RingNumber,
        "ring-or-agent" => place.RingOrAgentNumber,
        var number => number,
    };
}
