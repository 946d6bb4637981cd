using System.Text.Json.Nodes;
using SmartPbx.TestKit.Api;
using SmartPbx.TestKit.Audio;

namespace SmartPbx.Demo;

/// <summary>One call of the demo, seen from the caller's side, and its id in the product.</summary>
internal sealed class LiveCall(Stage stage, string name, string handle, string number)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public string Name { get; } = name;
    /// <summary>Name at the phone's process, unique even when a step is repeated.</summary>
    public string Handle { get; } = handle;
    public string Number { get; } = number;
    public string Id { get; private set; } = "";
    public long DialledAt { get; init; }
    public int Status { get; private set; }
    public long AnsweredAt { get; private set; }
    public long EndedAt { get; private set; }
    /// <summary>What the caller said, to count word errors.</summary>
    public List<string> SaidTexts { get; } = [];

    public void Answered(JsonNode answer)
    {
        Status = answer["status"]!.GetValue<int>();
        if (Status != 200) throw new StepFailedException($"{Name}: INVITE answered {Status}");
        AnsweredAt = answer["answered_at"]!.GetValue<long>();
    }

    public async Task IdentifyAsync(CancellationToken cancellationToken)
    {
        var started = await stage.Console.WaitAsync(m => m.Name == "call.started" && m.Data["caller"]!.GetValue<string>().Contains(Number, StringComparison.Ordinal),
            Patience, $"call.started from {Number}", cancellationToken);
        Id = started.Data["call_id"]!.GetValue<string>();
    }

    public async Task<(long Start, long End)> SayAsync(string text, string voice, int afterMs = 0, string who = "caller")
    {
        var phone = who == "caller" ? stage.Caller : stage.Phone;
        var said = await phone.DoAsync("say", new { call = who == "caller" ? Handle : PhoneLeg, text, voice, after_ms = afterMs });
        var (start, end) = (said["start"]!.GetValue<long>(), said["end"]!.GetValue<long>());
        if (!stage.Show.Quiet) stage.Show.Said(who, text, start, end);
        if (who == "caller") SaidTexts.Add(text);
        return (start, end);
    }

    /// <summary>Name of the operator's end of this call at the phone's process.</summary>
    public string PhoneLeg { get; set; } = "";

    public async Task<long> PlayAsync(string file)
    {
        var said = await stage.Caller.DoAsync("say", new { call = Handle, file });
        return said["start"]!.GetValue<long>();
    }

    /// <summary>When sound begins after a moment.</summary>
    public async Task<long> WaitSoundAsync(long after, int timeoutMs = 8000) =>
        (await stage.Caller.DoAsync("wait_sound", new { call = Handle, from_tick = after, timeout_ms = timeoutMs }))["start"]!.GetValue<long>();

    /// <summary>Waits until something was heard after a moment and then it was quiet for a while; the stretches of sound.</summary>
    public async Task<IReadOnlyList<(long Start, long End)>> WaitQuietAsync(long after, int quietMs = 900, int timeoutMs = 30_000) =>
        Sounds(await stage.Caller.DoAsync("wait_quiet", new { call = Handle, from_tick = after, quiet_ms = quietMs, timeout_ms = timeoutMs }));

    public async Task<IReadOnlyList<(long Start, long End)>> SoundsAsync(long from, long to, int bridgeMs) =>
        Sounds(await stage.Caller.DoAsync("sounds", new { call = Handle, from_tick = from, to_tick = to, bridge_ms = bridgeMs }));

    private static List<(long, long)> Sounds(JsonNode answer) =>
        [.. answer["sounds"]!.AsArray().Select(s => (s![0]!.GetValue<long>(), s[1]!.GetValue<long>()))];

    /// <summary>What one end heard between two moments.</summary>
    public async Task<short[]> HeardAsync(long from, long to, string who = "caller")
    {
        var path = Path.Combine(stage.Artifacts, $"{Handle}-{who}-heard-{from}.wav");
        await (who == "caller" ? stage.Caller : stage.Phone).DoAsync("save", new { call = who == "caller" ? Handle : PhoneLeg, from_tick = from, to_tick = to, path });
        return WaveFile.Read(await File.ReadAllBytesAsync(path)).Channel(0);
    }

    /// <summary>A pushed message about this call, past or future.</summary>
    public Task<RealTimeMessage> WaitEventAsync(string type, CancellationToken cancellationToken, Func<JsonNode, bool>? matches = null, double seconds = 12) =>
        stage.Console.WaitAsync(m => m.Name == type && m.Subject == Id && (matches is null || matches(m.Data)), TimeSpan.FromSeconds(seconds),
            $"{type} of call {Name}", cancellationToken);

    public bool Saw(string type) => stage.Console.Received.Any(m => m.Name == type && m.Subject == Id);

    public async Task HangUpAsync()
    {
        EndedAt = (await stage.Caller.DoAsync("hang_up", new { call = Handle }))["at"]!.GetValue<long>();
        stage.Report.Talk(Name, Clock.Ms(AnsweredAt, EndedAt));
    }
}
