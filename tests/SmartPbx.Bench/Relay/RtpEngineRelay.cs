using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>rtpengine of Debian in user space, set up by its control protocol.</summary>
internal sealed class RtpEngineRelay : IRelay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly BenchArguments _arguments;
    private readonly string _folder;
    private readonly PinnedProcess _process;
    private int _calls;

    public RtpEngineRelay(BenchArguments arguments)
    {
        (_arguments, _folder) = (arguments, arguments.Scratch("rtpengine"));
        _process = PinnedProcess.Start($"{Cores.Measured}", "rtpengine",
        [
            "--table=-1", "--foreground", "--log-stderr", "--log-level=4", "--interface=127.0.0.1", $"--listen-ng=127.0.0.1:{RelayPorts.RtpEngineControl}",
            $"--port-min={RelayPorts.FirstOfRtpEngine}", $"--port-max={RelayPorts.LastOfRtpEngine}", "--num-threads=1", "--timeout=3600", "--silent-timeout=3600",
            "--offer-timeout=3600",
        ]);
        Control("stat", "0");
    }

    public string Name => "rtpengine";

    public int ProcessId => _process.Id;

    public string Open(int calls)
    {
        _calls = calls;
        Control($"{calls}", $"{RelayPorts.GeneratorSockets}");
        return Path.Combine(_folder, "rtpe.map");
    }

    public void Close() => Control("del", $"{_calls}");

    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    public void Dispose() => _process.Dispose();

    private void Control(string what, string howMany)
    {
        using var setup = PinnedProcess.Start($"{Cores.Generator}", "python3", [_arguments.Tool("ngsetup.py"), what, howMany], _folder);
        setup.WaitForExit(Patience);
    }
}
