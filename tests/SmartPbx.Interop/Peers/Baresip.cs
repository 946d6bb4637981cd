using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SmartPbx.Interop.Audio;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>A baresip without sound card: it sends a tone, writes what it hears into a file, and is told what to do over TCP.</summary>
internal sealed class Baresip : IAsyncDisposable
{
    private const int SipPort = 5062, CommandPort = 4444;
    private static readonly TimeSpan _readyLimit = TimeSpan.FromSeconds(15), _eventLimit = TimeSpan.FromSeconds(12);
    private readonly ChildProcess _process;
    private readonly string _folder, _address;

    private Baresip(ChildProcess process, string folder, string address) => (_process, _folder, _address) = (process, folder, address);

    /// <summary>Starts and registers.</summary>
    /// <param name="place">Whose edge and folder.</param>
    /// <param name="name">Folder and log.</param>
    /// <param name="address">Own loopback address.</param>
    /// <param name="extension">Who it is.</param>
    /// <param name="transport">udp, tcp or tls.</param>
    /// <param name="toneHz">What it says.</param>
    /// <param name="codecs">As its account wants them.</param>
    /// <param name="answers">auto, manual or early.</param>
    public static async Task<Baresip> StartAsync(Place place, string name, string address, string extension, string transport, int toneHz, string codecs = "pcmu,pcma", string answers = "auto")
    {
        var folder = Directory.CreateDirectory(place.File(name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), Config(folder, address, toneHz, place.Index));
        await File.WriteAllTextAsync(Path.Combine(folder, "contacts"), "");
        var server = $"127.0.0.1:{(transport == "tls" ? place.Edge.TlsPort : place.Edge.SipPort)}";
        await File.WriteAllTextAsync(Path.Combine(folder, "accounts"),
            $"<sip:{extension}@{EdgeDirectory.Domain};transport={transport}>;auth_user={extension};auth_pass={EdgeDirectory.Password};outbound=\"sip:{server};transport={transport}\";regint=120;answermode={answers};audio_codecs={codecs}\n");
        var process = ChildProcess.Start("baresip", ["-s", "-f", folder], place.File(name + ".log"), workingFolder: folder);
        var baresip = new Baresip(process, folder, address);
        if (await process.SaysAsync("SIP/2.0 200 OK", _readyLimit, CancellationToken.None)) return baresip;
        await baresip.DisposeAsync();
        throw new InvalidOperationException($"{name} did not register: see {place.File(name + ".log")}");
    }

    public Task DialAsync(string number) => CommandAsync("dial", $"sip:{number}@{EdgeDirectory.Domain}");

    public Task HangUpAsync() => CommandAsync("hangup");

    public Task HoldAsync() => CommandAsync("hold");

    public Task ResumeAsync() => CommandAsync("resume");

    public Task AcceptAsync() => CommandAsync("accept");

    public Task TransferAsync(string number) => CommandAsync("transfer", $"sip:{number}@{EdgeDirectory.Domain}");

    public Task<bool> EstablishedAsync(CancellationToken cancellationToken) => _process.SaysAsync("Call established", _eventLimit, cancellationToken);

    public Task<bool> SaysAsync(string text, CancellationToken cancellationToken) => _process.SaysAsync(text, _eventLimit, cancellationToken);

    /// <summary>Whether it has said that already.</summary>
    public Task<bool> SaysNowAsync(string text) => _process.SaysAsync(text, TimeSpan.Zero, CancellationToken.None);

    /// <summary>Null when the last second that it heard is this tone.</summary>
    public string? Hears(int toneHz) => Recording() is { } file ? HeardTone.Check(file, toneHz) is { } wrong ? $"{Path.GetFileName(_folder)} hears {wrong}" : null : $"{Path.GetFileName(_folder)} recorded nothing";

    /// <summary>Null when it heard anything.</summary>
    public string? HearsAnything() => Recording() is { } file ? HeardTone.CheckVoice(file) : $"{Path.GetFileName(_folder)} recorded nothing";

    private string? Recording() => Directory.EnumerateFiles(_folder, "dump-*-dec.wav").Order(StringComparer.Ordinal).LastOrDefault();

    // A netstring around JSON: {"command":"dial","params":"…"}.
    private async Task CommandAsync(string command, string parameters = "")
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new { command, @params = parameters });
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(_address), CommandPort);
        await socket.SendAsync(Encoding.ASCII.GetBytes(json.Length.ToString(CultureInfo.InvariantCulture) + ":"));
        await socket.SendAsync(json);
        await socket.SendAsync(","u8.ToArray());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await socket.ReceiveAsync(new byte[4_096], limit.Token);
    }

    // Its tone generator makes 48 kHz in stereo only; the codec's resampler does the rest.
    private static string Config(string folder, string address, int toneHz, int index) => string.Create(CultureInfo.InvariantCulture, $"""
        poll_method epoll
        sip_listen {address}:{SipPort}
        net_interface {address}
        audio_source ausine,{toneHz}
        audio_player aubridge,{Path.GetFileName(folder)}
        audio_alert none
        ausrc_srate 48000
        ausrc_channels 2
        rtp_ports {30_000 + index % 100 * 20}-{30_000 + index % 100 * 20 + 19}
        module_path /usr/lib/baresip/modules
        module g711.so
        module g722.so
        module opus.so
        module ausine.so
        module aubridge.so
        module sndfile.so
        snd_path {folder}
        module_app account.so
        module_app menu.so
        module_app ctrl_tcp.so
        ctrl_tcp_listen {address}:{CommandPort}

        """);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
