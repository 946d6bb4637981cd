using System.Globalization;
using System.Net;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;

namespace SmartPbx.Bench.Relay;

/// <summary>
/// The media engine alone in a process of its own, driven by lines on standard input: <c>open CALLS MAP [CODEC OF THE SECOND SIDE]</c>, <c>record FOLDER</c>,
/// <c>close</c>, <c>counters</c>. Each is answered by one line.
/// </summary>
internal sealed class RelayHost(bool byEpoll) : IMediaEvents, IDisposable
{
    private readonly MediaEngine _engine = new(new MediaEngineOptions
    {
        FirstPort = byEpoll ? RelayPorts.FirstOfOursByEpoll : RelayPorts.FirstOfOurs, LastPort = RelayPorts.LastOfOurs, MediaTimeout = TimeSpan.FromHours(1), FirstPacketTimeout = TimeSpan.FromHours(1),
        MayUseIoRing = !byEpoll,
    });

    private readonly List<(MediaLeg A, MediaLeg B)> _calls = [];
    private readonly List<CallRecorder> _recorders = [];

    public static int Run(string[] args)
    {
        using var host = new RelayHost(byEpoll: args is [OurRelay.Epoll]);
        host._engine.Start();
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line) Console.WriteLine(host.Do(line.Split(' ')));
        return 0;
    }

    private string Do(string[] command)
    {
        switch (command[0])
        {
            case "open": return Open(int.Parse(command[1], CultureInfo.InvariantCulture), command[2], command.ElementAtOrDefault(3) ?? "PCMU");
            case "record": return Record(command[1]);
            case "close": return Close();
            default:
                GC.Collect();
                var counters = _engine.Counters;
                return string.Create(CultureInfo.InvariantCulture,
                    $"counters {counters.PacketsRelayed} {counters.RelayAllocatedBytes} {GC.GetTotalMemory(forceFullCollection: true)} {counters.OpenSockets} {counters.LateTicks} {counters.TapOverflows} {counters.SendErrors} {counters.DroppedPackets + _engine.TranscodingDroppedPackets}");
        }
    }

    private string Open(int calls, string map, string codec)
    {
        var second = AudioCodecs.Supported.Single(format => format.EncodingName == codec);
        using var file = new StreamWriter(map);
        for (var i = 0; i < calls; i++)
        {
            var pair = (A: Leg(i, RelayPorts.GeneratorA, PayloadFormat.Pcmu), B: Leg(i, RelayPorts.GeneratorB, second));
            pair.A.ConnectTo(pair.B);
            _calls.Add(pair);
            file.WriteLine($"127.0.0.1 {pair.A.RtpPort} 127.0.0.1 {pair.B.RtpPort}");
        }
        return "opened";
    }

    private MediaLeg Leg(int call, int firstPort, PayloadFormat codec)
    {
        if (!_engine.TryOpenLeg($"call-{call}", this, out var leg)) throw new BenchFailedException("no ports left");
        leg.SetRemote(new RemoteMedia(new IPEndPoint(IPAddress.Loopback, firstPort + 2 * (call % RelayPorts.GeneratorSockets)), codec));
        return leg;
    }

    private string Record(string folder)
    {
        foreach (var (a, _) in _calls) _recorders.Add(CallRecorder.Start(Path.Combine(folder, $"{a.RtpPort}.wav"), a, new RecorderOptions()));
        return "recording";
    }

    private string Close()
    {
        foreach (var recorder in _recorders) recorder.SealAsync().GetAwaiter().GetResult();
        foreach (var (a, b) in _calls)
        {
            a.Dispose();
            b.Dispose();
        }
        _recorders.Clear();
        _calls.Clear();
        SpinWait.SpinUntil(() => _engine.Counters.OpenSockets == 0);
        return "closed";
    }

    public void Dispose()
    {
        Close();
        _engine.Dispose();
    }

    void IMediaEvents.OnFirstPacket(MediaLeg leg) { }

    void IMediaEvents.OnDtmf(MediaLeg leg, char digit, int durationMs) { }

    void IMediaEvents.OnMediaTimeout(MediaLeg leg) { }
}
