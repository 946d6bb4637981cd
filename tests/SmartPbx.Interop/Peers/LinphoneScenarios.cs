using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>linphonec calls a baresip, or is called by one, each with a tone of its own.</summary>
internal static class LinphoneScenarios
{
    private const int LinphoneTone = 440, BaresipTone = 880, TalkMs = 3_000;

    public static IEnumerable<IScenario> All()
    {
        foreach (var transport in (string[])["udp", "tcp", "tls"])
            yield return new ActedScenario($"linphone-calls-{transport}", $"linphone over {transport.ToUpperInvariant()} calls a baresip: audio both ways", "linphone", transport,
                (place, cancellationToken) => CallsAsync(place, transport, null, "pcmu", cancellationToken), transport == "udp" ? [] : [transport]) { OldPhones = OldPhones.Callee };
        yield return new ActedScenario("linphone-opus", "linphone with Opus calls a baresip with mu-law", "linphone", "udp",
            (place, cancellationToken) => CallsAsync(place, "udp", "opus", "pcmu", cancellationToken), "opus") { OldPhones = OldPhones.Callee };
        yield return new ActedScenario("linphone-is-called", "A baresip calls linphone: audio both ways", "linphone", "udp", IsCalledAsync) { OldPhones = OldPhones.Caller };
        yield return new ActedScenario("linphone-agent", "linphone calls the agent and hears a voice", "linphone", "udp", AgentAsync);
    }

    private static async Task<string?> CallsAsync(Place place, string transport, string? codec, string calleeCodecs, CancellationToken cancellationToken)
    {
        await using var callee = await Baresip.StartAsync(place, "callee", place.PhoneAddress, place.Extension, "udp", BaresipTone, calleeCodecs);
        await using var caller = await Linphone.StartAsync(place, "caller", place.CallerExtension, transport, LinphoneTone, codec);
        await caller.DialAsync(place.RingNumber);
        if (!await callee.EstablishedAsync(cancellationToken)) return "the phone did not get the call";
        if (!await caller.ConnectedAsync(cancellationToken)) return "linphone was not answered";
        await Task.Delay(TalkMs, cancellationToken);
        await caller.HangUpAsync();
        if (!await callee.SaysAsync("terminated", cancellationToken)) return "the phone was not told of the end";
        return caller.Hears(BaresipTone) ?? callee.Hears(LinphoneTone);
    }

    private static async Task<string?> IsCalledAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await Linphone.StartAsync(place, "callee", place.Extension, "udp", LinphoneTone);
        await using var caller = await Baresip.StartAsync(place, "caller", place.CallerAddress, place.CallerExtension, "udp", BaresipTone);
        await caller.DialAsync(place.RingNumber);
        if (!await caller.EstablishedAsync(cancellationToken)) return "linphone did not answer";
        await Task.Delay(TalkMs, cancellationToken);
        await caller.HangUpAsync();
        if (!await callee.EndedAsync(cancellationToken)) return "linphone was not told of the end";
        return caller.Hears(LinphoneTone) ?? callee.Hears(BaresipTone);
    }

    private static async Task<string?> AgentAsync(Place place, CancellationToken cancellationToken)
    {
        await using var caller = await Linphone.StartAsync(place, "caller", place.CallerExtension, "udp", LinphoneTone);
        await caller.DialAsync(EdgeDirectory.AgentNumber);
        if (!await caller.ConnectedAsync(cancellationToken)) return "the agent did not answer";
        await Task.Delay(TalkMs, cancellationToken);
        await caller.HangUpAsync();
        await Task.Delay(500, cancellationToken);
        return caller.HearsAnything();
    }
}
