using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>What FreeSWITCH does with its SIP stack, each phone with a tone of its own.</summary>
internal static class SofiaScenarios
{
    private const int CallerTone = 440, CalleeTone = 880, TrunkTone = 660, TalkMs = 2_500;

    public static IEnumerable<IScenario> All() => Scenarios().Select(scenario => scenario with { OldPhones = OldPhones.Callee | OldPhones.Caller });

    private static IEnumerable<ActedScenario> Scenarios()
    {
        yield return Of("sofia-registers-udp", "Registers by digest, again, and not any more", (place, token) => RegistersAsync(place, "udp", token));
        yield return Of("sofia-registers-tcp", "The same over TCP", (place, token) => RegistersAsync(place, "tcp", token), "tcp") with { Transport = "tcp" };
        yield return Of("sofia-calls-baresip", "Calls a baresip: audio both ways", CallsBaresipAsync);
        yield return Of("sofia-is-called", "A baresip calls: audio both ways", IsCalledAsync);
        yield return Of("sofia-session-timer", "Refreshes its session by itself", SessionTimerAsync, "timer") with { Limit = TimeSpan.FromSeconds(110) };
        yield return Of("sofia-early-media", "Early audio by a reliable 183 on both legs", EarlyMediaAsync, "100rel");
        yield return Of("sofia-hold", "Holds and resumes by re-INVITE; the other one sees it, and hears music", (place, token) => HoldAsync(place, "hold", "resume", "r_invite 200", token));
        yield return Of("sofia-update", "Holds and resumes by UPDATE with an offer", (place, token) => HoldAsync(place, "update-hold", "update-resume", "r_update 200", token), "UPDATE");
        yield return Of("sofia-refer-blind", "Transfers its caller to a baresip and is told how that goes", BlindTransferAsync, "REFER");
        yield return Of("sofia-refer-attended", "Asks a baresip first, then gives it its caller by Replaces", AttendedTransferAsync, "REFER");
        yield return Of("sofia-cancels", "Gives up while the other one rings, who is told", CancelsAsync);
        yield return Of("sofia-busy", "The phone is busy, the caller is told", BusyAsync);
        yield return Of("sofia-callee-hangs-up", "The phone hangs up, the caller is told", CalleeHangsUpAsync);
        yield return Of("sofia-agent", "Calls the agent, hears a voice, sends a key by INFO", AgentAsync);
        yield return Of("sofia-options", "Asks by OPTIONS", OptionsAsync);
    }

    private static ActedScenario Of(string name, string what, Func<Place, CancellationToken, Task<string?>> play, params string[] needs) => new(name, what, "sofia", "udp", play, needs);

    private static Task<Sofia> CallerAsync(Place place, string transport = "udp") => Sofia.StartAsync(place, "caller", place.CallerAddress, place.CallerExtension, CallerTone, transport);

    private static Task<Sofia> CalleeAsync(Place place) => Sofia.StartAsync(place, "callee", place.PhoneAddress, place.Extension, CalleeTone);

    private static async Task<string?> RegistersAsync(Place place, string transport, CancellationToken cancellationToken)
    {
        await using var phone = await CallerAsync(place, transport);
        await phone.TellAsync("register 120");
        if (!await phone.SaysAsync("r_register 200 OK contact expires=120", cancellationToken)) return "the second REGISTER was not taken for 120 s";
        await phone.TellAsync("unregister");
        return await phone.SaysAsync("r_unregister 200", cancellationToken) ? null : "it could not unregister";
    }

    private static async Task<string?> CallsBaresipAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await Baresip.StartAsync(place, "callee", place.PhoneAddress, place.Extension, "udp", CalleeTone, "pcmu");
        await using var caller = await CallerAsync(place);
        await caller.DialAsync(place.RingNumber);
        if (!await caller.SaysAsync("state ready sendrecv", cancellationToken)) return "the caller was not answered";
        await Task.Delay(TalkMs, cancellationToken);
        if (await caller.HearsAsync(CalleeTone, cancellationToken) is { } wrong) return wrong;
        await caller.TellAsync("bye");
        if (!await callee.SaysAsync("terminated", cancellationToken)) return "the phone was not told of the end";
        return callee.Hears(CallerTone);
    }

    private static async Task<string?> IsCalledAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await Baresip.StartAsync(place, "caller", place.CallerAddress, place.CallerExtension, "udp", CallerTone, "pcmu");
        await caller.DialAsync(place.RingNumber);
        if (await AnswerAsync(callee, cancellationToken) is { } failed) return failed;
        await Task.Delay(TalkMs, cancellationToken);
        if (await callee.HearsAsync(CallerTone, cancellationToken) is { } wrong) return wrong;
        await caller.HangUpAsync();
        return await callee.SaysAsync("i_bye", cancellationToken) ? caller.Hears(CalleeTone) : "sofia was not told of the end";
    }

    private static async Task<string?> SessionTimerAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        await caller.TellAsync("timer 90"); // the least that RFC 4028, 4 allows
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        if (!await caller.SaysAsync("expires=90;uac", cancellationToken)) return "the session was not to be refreshed by the caller within 90 s";
        if (await HearBothAsync(caller, callee, cancellationToken) is { } before) return before;
        if (!await caller.SaysAsync("r_invite 200", TimeSpan.FromSeconds(75), cancellationToken)) return "its refresh was not answered";
        return await HearBothAsync(caller, callee, cancellationToken);
    }

    private static async Task<string?> EarlyMediaAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        await caller.TellAsync("100rel");
        await callee.TellAsync("100rel");
        if (await RingAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync("respond 183");
        if (!await callee.SaysAsync("i_prack", cancellationToken)) return "the edge did not acknowledge the phone's 183";
        if (!await caller.SaysAsync("r_prack 200", cancellationToken)) return "the edge did not send its 183 reliably, or did not take the PRACK";
        if (await caller.HearsAsync(CalleeTone, cancellationToken) is { } early) return "before the answer: " + early;
        await callee.TellAsync("respond 200");
        if (!await callee.SaysAsync("state ready", cancellationToken) || !await caller.SaysAsync("state ready", cancellationToken)) return "the caller was not answered";
        return await HearBothAsync(caller, callee, cancellationToken);
    }

    private static async Task<string?> HoldAsync(Place place, string hold, string resume, string accepted, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        if (await HearBothAsync(caller, callee, cancellationToken) is { } before) return before;
        await caller.TellAsync(hold);
        if (!await caller.SaysAsync(accepted, cancellationToken)) return "the hold was not accepted";
        if (!await callee.SaysAsync("state ready recvonly", cancellationToken)) return "the phone did not see the hold";
        await Task.Delay(500, cancellationToken);
        if (await callee.HearsVoiceAsync(cancellationToken) is { } music) return "no music on hold: " + music;
        if (await caller.HearsSilenceAsync(cancellationToken) is { } held) return "on hold: " + held;
        await caller.TellAsync(resume);
        if (!await caller.SaysAsync(accepted, cancellationToken)) return "the resume was not accepted";
        if (!await callee.SaysAsync("state ready sendrecv", cancellationToken)) return "the phone did not see the resume";
        await Task.Delay(500, cancellationToken);
        return await HearBothAsync(caller, callee, cancellationToken) is { } after ? "after resume: " + after : null;
    }

    private static async Task<string?> BlindTransferAsync(Place place, CancellationToken cancellationToken)
    {
        await using var target = await Baresip.StartAsync(place, "target", place.CallerAddress, place.CallerExtension, "udp", CallerTone, "pcmu");
        await using var callee = await CalleeAsync(place);
        await using var caller = Sofia.StartTrunk(place, "trunk", TrunkTone);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync($"refer sip:{place.CallerExtension}@{EdgeDirectory.Domain}");
        return await TransferredAsync(caller, callee, target, cancellationToken);
    }

    private static async Task<string?> AttendedTransferAsync(Place place, CancellationToken cancellationToken)
    {
        await using var target = await Baresip.StartAsync(place, "target", place.CallerAddress, place.CallerExtension, "udp", CallerTone, "pcmu");
        await using var callee = await CalleeAsync(place);
        await using var caller = Sofia.StartTrunk(place, "trunk", TrunkTone);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync("hold");
        if (!await callee.SaysAsync("r_invite 200", cancellationToken)) return "the hold was not accepted";
        await callee.DialAsync(place.CallerExtension);
        if (!await callee.SaysAsync("state ready sendrecv", cancellationToken)) return "the phone to ask did not answer";
        if (await callee.HearsAsync(CallerTone, cancellationToken) is { } asked) return asked;
        await callee.TellAsync("refer-other");
        return await TransferredAsync(caller, callee, target, cancellationToken);
    }

    private static async Task<string?> TransferredAsync(Sofia caller, Sofia transferor, Baresip target, CancellationToken cancellationToken)
    {
        if (!await transferor.SaysAsync("r_refer 202", cancellationToken)) return "the REFER was not accepted";
        if (!await transferor.SaysAsync("SIP/2.0 200", cancellationToken)) return "no NOTIFY told of the transfer's success";
        await Task.Delay(TalkMs, cancellationToken);
        if (await caller.HearsAsync(CallerTone, cancellationToken) is { } wrong) return "after the transfer: " + wrong;
        await caller.TellAsync("bye");
        return await target.SaysAsync("terminated", cancellationToken) ? target.Hears(TrunkTone) : "the phone was not told of the end";
    }

    private static async Task<string?> CancelsAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await RingAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync("respond 180");
        if (!await caller.SaysAsync("r_invite 180", cancellationToken)) return "the caller did not hear of the ringing";
        await caller.TellAsync("cancel");
        if (!await caller.SaysAsync("r_invite 487", cancellationToken)) return "the INVITE did not end with 487";
        return await callee.SaysAsync("i_cancel", cancellationToken) ? null : "the phone went on ringing";
    }

    private static async Task<string?> BusyAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await RingAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync("respond 486");
        return await caller.SaysAsync("r_invite 486", cancellationToken) ? null : "the caller was not told that the phone is busy";
    }

    private static async Task<string?> CalleeHangsUpAsync(Place place, CancellationToken cancellationToken)
    {
        await using var callee = await CalleeAsync(place);
        await using var caller = await CallerAsync(place);
        if (await ConnectAsync(place, caller, callee, cancellationToken) is { } failed) return failed;
        await callee.TellAsync("bye");
        if (!await callee.SaysAsync("r_bye 200", cancellationToken)) return "its BYE was not answered";
        return await caller.SaysAsync("i_bye", cancellationToken) ? null : "the caller was not told of the end";
    }

    private static async Task<string?> AgentAsync(Place place, CancellationToken cancellationToken)
    {
        await using var caller = await CallerAsync(place);
        await caller.DialAsync(EdgeDirectory.AgentNumber);
        if (!await caller.SaysAsync("state ready sendrecv", cancellationToken)) return "the agent did not answer";
        if (await caller.HearsVoiceAsync(cancellationToken) is { } wrong) return wrong;
        await caller.TellAsync("info Signal=5");
        if (!await caller.SaysAsync("r_info 200", cancellationToken)) return "the key was not taken";
        await caller.TellAsync("bye");
        return await caller.SaysAsync("r_bye 200", cancellationToken) ? null : "its BYE was not answered";
    }

    private static async Task<string?> OptionsAsync(Place place, CancellationToken cancellationToken)
    {
        await using var phone = await CallerAsync(place);
        await phone.TellAsync($"options sip:{EdgeDirectory.Domain}");
        return await phone.SaysAsync("r_options 200", cancellationToken) ? null : "OPTIONS was not answered with 200";
    }

    private static async Task<string?> RingAsync(Place place, Sofia caller, Sofia callee, CancellationToken cancellationToken)
    {
        await caller.DialAsync(place.RingNumber);
        return await callee.SaysAsync("i_invite", cancellationToken) ? null : "the phone did not get the call";
    }

    private static async Task<string?> ConnectAsync(Place place, Sofia caller, Sofia callee, CancellationToken cancellationToken)
    {
        await caller.DialAsync(place.RingNumber);
        if (await AnswerAsync(callee, cancellationToken) is { } failed) return failed;
        return await caller.SaysAsync("state ready sendrecv", cancellationToken) ? null : "the caller was not answered";
    }

    private static async Task<string?> AnswerAsync(Sofia callee, CancellationToken cancellationToken)
    {
        if (!await callee.SaysAsync("i_invite", cancellationToken)) return "the phone did not get the call";
        await callee.TellAsync("respond 180");
        await callee.TellAsync("respond 200");
        return await callee.SaysAsync("state ready sendrecv", cancellationToken) ? null : "the edge did not acknowledge the answer";
    }

    private static async Task<string?> HearBothAsync(Sofia caller, Sofia callee, CancellationToken cancellationToken) =>
        await caller.HearsAsync(CalleeTone, cancellationToken) ?? await callee.HearsAsync(CallerTone, cancellationToken);
}
