using System.Net;
using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Docs;

public sealed class ReadmeExampleTests
{
    [Fact]
    public async Task The_example_of_the_readme_runs()
    {
        using var folder = new TempFolder();
        using var peer = new RtpPeer();
        await Example(peer.EndPoint, folder.File("call.wav"), new short[160], new RecordedEvents());
        Assert.True(new FileInfo(folder.File("call.wav")).Length >= 44);
    }

    [Fact]
    public void The_readme_shows_the_code_that_runs()
    {
        string[] shown = Lines(Find("src/SmartPbx.Media/README.md")).SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```").ToArray();
        string[] run = Lines(Find("tests/SmartPbx.Media.Tests/Docs/ReadmeExampleTests.cs"));
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains(line, run));
    }

    private static async Task Example(IPEndPoint callerAddress, string path, short[] greeting, IMediaEvents events)
    {
        using var engine = new MediaEngine(new MediaEngineOptions { FirstPort = 21_000, LastPort = 21_099 });
        engine.Start();
        if (!engine.TryOpenLeg("call-1", events, out MediaLeg? leg)) return; // no free ports: answer 503
        using MediaLeg caller = leg;
        caller.SetRemote(new RemoteMedia(callerAddress, PayloadFormat.Pcmu) { TelephoneEventPayloadType = 101 });
        await using CallRecorder recorder = CallRecorder.Start(path, caller, new RecorderOptions());
        using AudioTap tap = caller.OpenTap(TapSide.Inbound); // 50 frames a second for speech recognition
        caller.SetKeepAlive(true);
        long end = caller.Playout.Enqueue(greeting); // heard when Playout.PlayedSamples reaches end
        RecordingResult recording = await recorder.SealAsync();
        Assert.Equal((greeting.Length, path), (end, recording.Path));
    }

    private static string[] Lines(string path) => [.. File.ReadAllLines(path).Select(line => line.Trim())];

    private static string Find(string relative)
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, relative))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? throw new FileNotFoundException(relative), relative);
    }
}
