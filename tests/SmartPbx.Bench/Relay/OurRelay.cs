using SmartPbx.Bench.Machine;

namespace SmartPbx.Bench.Relay;

/// <summary>Our media engine in a process of its own.</summary>
internal sealed class OurRelay : IRelay
{
    /// <summary>Argument of the process: no io_uring.</summary>
    public const string Epoll = "epoll";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder;
    private readonly PinnedProcess _process;

    public OurRelay(BenchArguments arguments, string cores, bool byEpoll = false)
    {
        Name = byEpoll ? "smartpbx by epoll" : "smartpbx";
        _folder = arguments.Scratch(byEpoll ? "relay-epoll" : "relay");
        string[] how = byEpoll ? [Epoll] : [];
        _process = PinnedProcess.Start(cores, "dotnet", [typeof(OurRelay).Assembly.Location, "relay-host", .. how]);
        _process.WaitForLine(l => l == "ready", Patience);
    }

    public string Name { get; }

    public int ProcessId => _process.Id;

    public string Open(int calls)
    {
        var map = Path.Combine(_folder, "relay.map");
        Ask($"open {calls} {map}", "opened");
        return map;
    }

    /// <summary>Where <see cref="Record"/> puts its files.</summary>
    public string Recordings => Path.Combine(_folder, "recordings");

    /// <summary>Opens calls whose second side speaks another codec.</summary>
    public string Open(int calls, string codec)
    {
        var map = Path.Combine(_folder, "relay.map");
        Ask($"open {calls} {map} {codec}", "opened");
        return map;
    }

    public void Record() => Ask($"record {Directory.CreateDirectory(Recordings).FullName}", "recording");

    public void Close() => Ask("close", "closed");

    public void DeleteRecordings() => Directory.Delete(Recordings, recursive: true);

    public RelayCounters Counters() => RelayCounters.Parse(Ask("counters", "counters"));

    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    public void Dispose() => _process.Dispose();

    private string Ask(string command, string answer)
    {
        _process.Tell(command);
        return _process.WaitForLine(l => l.StartsWith(answer, StringComparison.Ordinal), Patience);
    }
}
