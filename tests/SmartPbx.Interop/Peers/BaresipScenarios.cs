using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>Two baresips of one tenant, each with a tone of its own, and what the other one hears of it.</summary>
internal static class BaresipScenarios
{
    private const int CallerTone = 440, CalleeTone = 880, TalkMs = 2_500;
    private const double LossShare = 0.05;

    public static IEnumerable<IScenario> All() => Scenarios().Select(scenario => scenario with { OldPhones = OldPhones.Callee | OldPhones.Caller });

    private static IEnumerable<ActedScenario> Scenarios()
    {
        yield return Bridged("baresip-udp", "Two phones, G.711, audio both ways", "udp", "udp", "pcmu", "pcmu");
        yield return Bridged("baresip-pcma", "Two phones, A-law only", "udp", "udp", "pcma", "pcma");
        yield return Bridged("baresip-opus", "Two phones, Opus only", "udp", "udp", "opus/48000/2", "opus/48000/2", "opus");
        yield return Bridged("baresip-g722", "Two phones, G.722 only", "udp", "udp", "G722", "G722", "G722");
        yield return Bridged("baresip-opus-to-g711", "Opus at one end, mu-law at the other", "udp", "udp", "opus/48000/2", "pcmu", "opus");
        yield return Bridged("baresip-g711-laws", "Mu-law at one end, A-law at the other", "udp", "udp", "pcmu", "pcma");
        yield return Bridged("baresip-tcp", "Two phones over TCP", "tcp", "tcp", "pcmu", "pcmu", "tcp");
        yield return Bridged("baresip-tls", "Two phones over TLS", "tls", "tls", "pcmu", "pcmu", "tls");
        yield return Bridged("baresip-tls-to-udp", "TLS at one end, UDP at the other", "tls", "udp", "pcmu", "pcmu", "tls");
        yield return new ActedScenario("baresip-lossy", "Two phones, a twentieth of all packets lost each way", "baresip", "udp", LossyAsync, EdgeCapabilities.OwnNetwork) { Limit = TimeSpan.FromSeconds(90) };
        yield return new ActedScenario("baresip-hold", "Hold is silence, resume is audio again", "baresip", "udp", HoldAsync);
        yield return new ActedScenario("baresip-early-media", "The phone opens its audio with 183, then takes the call", "baresip", "udp", EarlyMediaAsync);
        yield return new ActedScenario("baresip-transfer", "The phone transfers its caller to the agent", "baresip", "udp", TransferAsync, "REFER");
        yield return new ActedScenario("baresip-agent", "A phone calls the agent and hears a voice", "baresip", "udp", AgentAsync);
        yield return new ActedScenario("baresip-callee-hangs-up", "The phone hangs up, the caller is told", "baresip", "udp", CalleeHangsUpAsync);
    }

    private static ActedScenario Bridged(string name, string what, string from, string to, string callerCodecs, string calleeCodecs, params string[] needs) =>
        new(name, what, "baresip", from == to ? from : $"{from}, {to}", async (place, cancellationToken) =>
        {
            await using var callee = await CalleeAsync(place, to, calleeCodecs);
            await using var caller = await CallerAsync(place, from, callerCodecs);
            if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
            await Task.Delay(TalkMs, cancellationToken);
            await caller.HangUpAsync();
            if (!await callee.SaysAsync("terminated", cancellationToken)) return "the phone was not told of the end";
            return caller.Hears(CalleeTone) ?? callee.Hears(CallerTone);
        }, needs);

    private static Task<Baresip> CallerAsync(Place place, string transport = "udp", string codecs = "pcmu") =>
        Baresip.StartAsync(place, "caller", place.CallerAddress, place.CallerExtension, transport, CallerTone, codecs);

    private static Task<Baresip> CalleeAsync(Place place, string transport = "udp", string codecs = "pcmu", string answers = "auto") =>
        Baresip.StartAsync(place, "callee", place.PhoneAddress, place.Extension, transport, CalleeTone, codecs, answers);

    private static async Task<string?> ConnectAsync(Place place, Baresip caller, Baresip callee, CancellationToken cancellationToken)
    {
        await caller.DialAsync(place.RingNumber);
        if (!await callee.EstablishedAsync(cancellationToken)) return "the phone did not get the call";
        return await caller.EstablishedAsync(cancellationToken) ? null : "the caller was not answered";
    }

    private static async Task<string?> LossyAsync(Place place, CancellationToken cancellationToken)
    {
        await using var network = await LossyNetwork.StartAsync(place, LossShare, place.CallerAddress, place.PhoneAddress);
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await Task.Delay(TalkMs, cancellationToken);
        var wrong = caller.Hears(CalleeTone) ?? callee.Hears(CallerTone);
        await caller.HangUpAsync();
        return wrong ?? (await callee.SaysAsync("terminated", cancellationToken) ? null : "the phone was not told of the end");
    }

    private static async Task<string?> HoldAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await Task.Delay(TalkMs, cancellationToken);
        await caller.HoldAsync();
        await Task.Delay(TalkMs, cancellationToken);
        await caller.ResumeAsync();
        await Task.Delay(TalkMs, cancellationToken);
        if (callee.Hears(CallerTone) is { } afterwards) return "after resume: " + afterwards;
        if (caller.Hears(CalleeTone) is { } back) return "after resume: " + back;
        await caller.HangUpAsync();
        return await callee.SaysAsync("terminated", cancellationToken) ? null : "the phone was not told of the end";
    }

    private static async Task<string?> EarlyMediaAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place, answers: "early");
        await using var caller = await CallerAsync(place);
        await caller.DialAsync(place.RingNumber);
        if (!await caller.SaysAsync("Progress: 183", cancellationToken)) return "no 183 came";
        await Task.Delay(1_000, cancellationToken);
        await callee.AcceptAsync();
        if (!await caller.EstablishedAsync(cancellationToken)) return "the caller was not answered";
        await Task.Delay(TalkMs, cancellationToken);
        var wrong = caller.Hears(CalleeTone) ?? callee.Hears(CallerTone);
        await caller.HangUpAsync();
        return wrong;
    }

    private static async Task<string?> TransferAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await Task.Delay(1_000, cancellationToken);
        await callee.TransferAsync(EdgeDirectory.AgentNumber);
        if (!await callee.SaysAsync("terminated", cancellationToken)) return "the phone that transferred is still in the call";
        await Task.Delay(TalkMs, cancellationToken);
        if (await caller.SaysNowAsync("terminated")) return "the caller was hung up on";
        var wrong = caller.HearsAnything();
        await caller.HangUpAsync();
        return wrong;
    }

    private static async Task<string?> AgentAsync(Place place, CancellationToken cancellationToken)
    {
        await using var caller = await CallerAsync(place);
        await caller.DialAsync(EdgeDirectory.AgentNumber);
        if (!await caller.EstablishedAsync(cancellationToken)) return "the agent did not answer";
        await Task.Delay(TalkMs + 1_500, cancellationToken);
        await caller.HangUpAsync();
        return caller.HearsAnything();
    }

    private static async Task<string?> CalleeHangsUpAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await Task.Delay(500, cancellationToken);
        await callee.HangUpAsync();
        return await caller.SaysAsync("session closed", cancellationToken) ? null : "the caller was not told of the end";
    }
}
