using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SmartPbx.MediaEdge.Hosting;

namespace SmartPbx.MediaEdge.Tests.Hosting;

/// <summary>The edge's program as a process of its own: what it asks of the runtime and of the kernel for its calls.</summary>
public sealed class EdgeProcessTests : IDisposable
{
    private static readonly string[] _packetThreads = ["sip-udp", "sip-loop", "media-relay", "recording"];

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("edge-process").FullName;

    [Fact]
    public async Task Packets_come_first_the_collector_has_its_budget_and_the_process_can_be_looked_into()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        using var edge = Start();
        try
        {
            while (await edge.StandardOutput.ReadLineAsync(patience.Token) is { } line && !line.Contains("listens for SIP", StringComparison.Ordinal)) ;
            Assert.False(edge.HasExited);
            var reading = edge.StandardOutput.ReadToEndAsync(patience.Token);

            var environment = (await File.ReadAllTextAsync($"/proc/{edge.Id}/environ", patience.Token)).Split('\0');
            Assert.Contains("DOTNET_GCgen0size=4000000", environment);
            Assert.Contains($"Embedded__DataFolder={_folder}", environment);

            Assert.Equal("dotnet", (await File.ReadAllTextAsync($"/proc/{edge.Id}/comm", patience.Token)).TrimEnd()); // as it was started

            using var diagnostics = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); // of the runtime that runs, not of the one that started it
            await diagnostics.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), $"dotnet-diagnostic-{edge.Id}-{FieldOf($"/proc/{edge.Id}", 22)}-socket")), patience.Token);

            var own = NiceOf($"/proc/{Environment.ProcessId}/task/{Environment.ProcessId}");
            while (Threads(edge).Any(thread => !IsForPackets(thread) && thread.Nice == own)) await Task.Delay(50, patience.Token);
            var threads = Threads(edge);
            Assert.All(_packetThreads, name => Assert.Contains(threads, thread => thread.Name == name));
            Assert.All(threads.Where(IsForPackets), thread => Assert.Equal((thread.Name, own), (thread.Name, thread.Nice)));

            Assert.Equal(0, kill(edge.Id, 15));
            await edge.WaitForExitAsync(patience.Token);
            Assert.Equal(0, edge.ExitCode);
            await reading;
        }
        finally
        {
            if (!edge.HasExited) edge.Kill();
        }
    }

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(EdgeRuntime).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment.Remove("DOTNET_GCgen0size");
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0", ["Embedded__DataFolder"] = _folder, ["Edge__DataFolder"] = Path.Combine(_folder, "edge"), ["Edge__Sip__Bind"] = "127.0.0.1:0",
        })
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    private static bool IsForPackets((string Name, int Nice) thread) => _packetThreads.Contains(thread.Name);

    private static List<(string Name, int Nice)> Threads(Process process)
    {
        List<(string, int)> threads = [];
        foreach (var folder in System.IO.Directory.EnumerateDirectories($"/proc/{process.Id}/task"))
        {
            try
            {
                threads.Add((File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd(), NiceOf(folder)));
            }
            catch (IOException) // it has just ended
            {
            }
        }
        return threads;
    }

    private static int NiceOf(string folder) => int.Parse(FieldOf(folder, 19), null);

    // proc_pid_stat(5): the second field is the name in brackets and may have spaces.
    private static string FieldOf(string folder, int number)
    {
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[number - 3];
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
