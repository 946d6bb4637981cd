using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>The least a relay can do in C: <c>epoll</c>, <c>recv</c>, <c>send</c>, nothing else.</summary>
internal sealed class BareRelay(BenchArguments arguments) : IRelay
{
    private readonly string _map = Path.Combine(arguments.Scratch("crelay"), "crelay.map");
    private PinnedProcess? _process;

    public string Name => "bare C";

    public int ProcessId => _process!.Id;

    public string Open(int calls)
    {
        _process = PinnedProcess.Start($"{Cores.Measured}", arguments.Tool("crelay"),
            ["-n", $"{calls}", "-k", $"{RelayPorts.GeneratorSockets}", "-m", "1", "-b", $"{RelayPorts.FirstOfBareRelay}", "-f", _map]);
        _process.WaitForLine(l => l.StartsWith("ready", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
        return _map;
    }

    public void Close()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    public void Dispose() => Close();
}
