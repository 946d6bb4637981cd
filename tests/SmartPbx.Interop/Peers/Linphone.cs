using System.Diagnostics;
using System.Globalization;
using SmartPbx.Interop.Audio;
using SmartPbx.Interop.Running;
using SmartPbx.TestKit.Audio;

namespace SmartPbx.Interop.Peers;

/// <summary>A linphonec on files instead of a sound card, told by its prompt what to do.</summary>
internal sealed class Linphone : IAsyncDisposable
{
    private const int SampleRateHz = 8_000, ToneSeconds = 60;
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(15);
    private readonly ChildProcess _process;
    private readonly string _folder, _recording, _server;

    private Linphone(ChildProcess process, string folder, string recording, string server) => (_process, _folder, _recording, _server) = (process, folder, recording, server);

    /// <summary>Starts and registers; it answers by itself.</summary>
    public static async Task<Linphone> StartAsync(Place place, string name, string extension, string transport, int toneHz, string? onlyCodec = null)
    {
        var folder = Directory.CreateDirectory(place.File(name)).FullName;
        Directory.CreateDirectory(Path.Combine(folder, ".local/share/linphone"));
        var (tone, recording) = (Path.Combine(folder, "tone.wav"), Path.Combine(folder, "heard.wav"));
        await File.WriteAllBytesAsync(tone, WaveFile.Write(SampleRateHz, 1, Tone(toneHz)));
        await File.WriteAllTextAsync(Path.Combine(folder, "rc"), string.Create(CultureInfo.InvariantCulture, $"""
            [sip]
            sip_port=-1
            sip_tcp_port=-1
            sip_tls_port=-1
            guess_hostname=1
            verify_server_certs=0
            verify_server_cn=0
            media_encryption=none
            [rtp]
            audio_rtp_port={32_000 + place.Index * 4}
            [sound]
            echocancellation=0
            [video]
            enabled=0
            capture=0
            display=0

            """));
        var server = $"127.0.0.1:{(transport == "tls" ? place.Edge.TlsPort : place.Edge.SipPort)};transport={transport}";
        var process = ChildProcess.Start("linphonec", ["-a", "-d", "5", "-l", Path.Combine(folder, "log"), "-c", Path.Combine(folder, "rc")], place.File(name + ".log"), new Dictionary<string, string> { ["HOME"] = folder }, folder);
        var linphone = new Linphone(process, folder, recording, server);
        await Task.Delay(1_500);
        await process.SayAsync("soundcard use files");
        if (onlyCodec is not null) await linphone.UseOnlyAsync(onlyCodec);
        await process.SayAsync($"play {tone}");
        await process.SayAsync($"record {recording}");
        await process.SayAsync($"register sip:{extension}@{EdgeDirectory.Domain} sip:{server} {EdgeDirectory.Password}");
        if (await linphone.ReachesAsync("LinphoneRegistrationOk", CancellationToken.None)) return linphone;
        await linphone.DisposeAsync();
        throw new InvalidOperationException($"{name} did not register: see {place.File(name + ".log")}");
    }

    public Task DialAsync(string number) => _process.SayAsync($"call sip:{number}@{_server}"); // by address: there is no DNS here

    public Task HangUpAsync() => _process.SayAsync("terminate");

    public Task<bool> ConnectedAsync(CancellationToken cancellationToken) => ReachesAsync("LinphoneCallStreamsRunning", cancellationToken);

    public Task<bool> EndedAsync(CancellationToken cancellationToken) => ReachesAsync("LinphoneCallEnd", cancellationToken);

    public string? Hears(int toneHz) => File.Exists(_recording) ? HeardTone.CheckLoudPart(_recording, toneHz) is { } wrong ? "linphone hears " + wrong : null : "linphone recorded nothing";

    public string? HearsAnything() => File.Exists(_recording) ? HeardTone.CheckVoice(_recording) : "linphone recorded nothing";

    // Its states stand in its log only.
    private async Task<bool> ReachesAsync(string state, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < _limit; await Task.Delay(100, cancellationToken))
        {
            if (!File.Exists(Path.Combine(_folder, "log"))) continue;
            using var stream = new FileStream(Path.Combine(_folder, "log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            if ((await reader.ReadToEndAsync(cancellationToken)).Contains(state, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private async Task UseOnlyAsync(string codec)
    {
        await _process.SayAsync("codec list");
        await _process.SaysAsync(codec, TimeSpan.FromSeconds(3), CancellationToken.None);
        await _process.SayAsync("codec disable all");
        foreach (var line in _process.Said().Split('\n').Where(l => l.Contains(codec, StringComparison.OrdinalIgnoreCase)).Take(1))
            await _process.SayAsync($"codec enable {line.TrimStart().Split(':')[0].Trim()}");
    }

    private static short[] Tone(int hz)
    {
        var samples = new short[SampleRateHz * ToneSeconds];
        for (var i = 0; i < samples.Length; i++) samples[i] = (short)(8_000 * Math.Sin(2 * Math.PI * hz * i / SampleRateHz));
        return samples;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await _process.SayAsync("quit");
        await _process.TerminateAsync(TimeSpan.FromSeconds(3));
        await _process.DisposeAsync();
    }
}
