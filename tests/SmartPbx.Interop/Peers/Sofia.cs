using System.Globalization;
using SmartPbx.Interop.Running;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>A phone on sofia-sip, the SIP stack of FreeSWITCH: <c>sofia/sofiaphone.c</c>, told on its stdin what to do.</summary>
internal sealed class Sofia : IAsyncDisposable
{
    private const int SipPort = 5066, RtpPort = 33_000;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(12), _quitLimit = TimeSpan.FromSeconds(3);
    private readonly ChildProcess _process;
    private readonly string _name;
    private int _asked; // how much it had said when it was last told to do something

    private Sofia(ChildProcess process, string name) => (_process, _name) = (process, name);

    /// <summary>Starts and registers.</summary>
    public static async Task<Sofia> StartAsync(Place place, string name, string address, string extension, int toneHz, string transport = "udp")
    {
        var sofia = Start(place, name, address, $"sip:{extension}@{EdgeDirectory.Domain}", extension, toneHz, transport);
        await sofia.TellAsync("register");
        if (await sofia.SaysAsync("r_register 200", CancellationToken.None)) return sofia;
        await sofia.DisposeAsync();
        throw new InvalidOperationException($"{name} did not register: see {place.File(name + ".log")}");
    }

    /// <summary>Starts as a carrier, whom the edge knows by the address.</summary>
    public static Sofia StartTrunk(Place place, string name, int toneHz) => Start(place, name, place.TrunkAddress, "sip:+15550100@carrier.example", "+15550100", toneHz, "udp");

    private static Sofia Start(Place place, string name, string address, string addressOfRecord, string user, int toneHz, string transport)
    {
        string[] arguments = [$"sip:{address}:{SipPort};transport={transport}", addressOfRecord, $"sip:{place.Edge.Sip};transport={transport}", user, EdgeDirectory.Password,
            RtpPort.ToString(CultureInfo.InvariantCulture), toneHz.ToString(CultureInfo.InvariantCulture)];
        return new Sofia(ChildProcess.Start(Path.Combine(Checkout.Root, "artifacts/sofiaphone"), arguments, place.File(name + ".log")), name);
    }

    public Task DialAsync(string number) => TellAsync($"call sip:{number}@{EdgeDirectory.Domain}");

    /// <summary>One line to it; what it says from now on is what <see cref="SaysAsync(string, CancellationToken)"/> looks at.</summary>
    public Task TellAsync(string line)
    {
        _asked = _process.Said().Length;
        return _process.SayAsync(line);
    }

    public Task<bool> SaysAsync(string text, CancellationToken cancellationToken) => SaysAsync(text, _limit, cancellationToken);

    /// <summary>Whether it says that, since it was last told to do something.</summary>
    public Task<bool> SaysAsync(string text, TimeSpan within, CancellationToken cancellationToken) => _process.SaysAsync(text, within, cancellationToken, _asked);

    /// <summary>Null when the next second is this tone.</summary>
    public Task<string?> HearsAsync(int toneHz, CancellationToken cancellationToken) => HearsAsync(toneHz, "yes", cancellationToken);

    /// <summary>Null when nothing is heard in the next second.</summary>
    public Task<string?> HearsSilenceAsync(CancellationToken cancellationToken) => HearsAsync(1_000, "silence", cancellationToken);

    /// <summary>Null when something is heard within some seconds: a voice has pauses.</summary>
    public async Task<string?> HearsVoiceAsync(CancellationToken cancellationToken)
    {
        const int Tries = 6;
        for (var i = 0; i < Tries; i++)
            if (await HearsAsync(1_000, "voice", cancellationToken) is null) return null;
        return $"{_name} hears no voice";
    }

    private async Task<string?> HearsAsync(int toneHz, string expected, CancellationToken cancellationToken)
    {
        await TellAsync(string.Create(CultureInfo.InvariantCulture, $"hears {toneHz}"));
        if (!await SaysAsync("hears ", cancellationToken)) return $"{_name} does not say what it hears";
        var line = _process.Said()[_asked..].Split('\n').First(l => l.StartsWith("hears ", StringComparison.Ordinal)).Trim();
        return line.Contains($" {expected} ", StringComparison.Ordinal) ? null : $"{_name} {line}, not {expected}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await _process.SayAsync("quit");
        using (var limit = new CancellationTokenSource(_quitLimit))
        {
            try { await _process.WaitForExitAsync(limit.Token); } // it says BYE to whom it still talks with
            catch (OperationCanceledException) { }
        }
        await _process.DisposeAsync();
    }
}
