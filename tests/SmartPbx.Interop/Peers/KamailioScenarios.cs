using SmartPbx.Interop.Running;
using SmartPbx.Interop.Sipp;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>Kamailio between SIPp and us: in front as a carrier's proxy, behind as a client that registers.</summary>
internal static class KamailioScenarios
{
    public static IEnumerable<IScenario> All()
    {
        yield return InFront("kamailio-front-udp", "A carrier's proxy in front, UDP on both sides", "udp", place => $"sip:127.0.0.1:{place.Edge.SipPort}");
        yield return InFront("kamailio-front-tcp", "A carrier's proxy in front: UDP from the caller, TCP to us", "tcp", place => $"sip:127.0.0.1:{place.Edge.SipPort};transport=tcp", "tcp");
        yield return InFront("kamailio-front-tls", "A carrier's proxy in front: UDP from the caller, TLS to us", "tls", place => $"sip:127.0.0.1:{place.Edge.TlsPort};transport=tls", "tls");
        yield return new ActedScenario("kamailio-front-hold", "Hold and resume through a proxy", "kamailio", "udp",
            (place, cancellationToken) => CallThroughAsync(place, "agent-hold-resume", $"sip:127.0.0.1:{place.Edge.SipPort}", cancellationToken));
        yield return Outside("kamailio-trunk-out-udp", "A phone calls outside by a carrier's proxy that stays in the way", "udp", EdgeDirectory.OutsideByUdp, byTcp: false);
        yield return Outside("kamailio-trunk-out-tcp", "The same, over TCP to the carrier", "tcp", EdgeDirectory.OutsideByTcp, byTcp: true);
        yield return new ActedScenario("kamailio-registers", "Kamailio's uac module registers; a call to it reaches the phone behind", "kamailio", "udp", RegistersAsync);
    }

    private static ActedScenario InFront(string name, string what, string transport, Func<Place, string> nextHop, params string[] needs) =>
        new(name, what, "kamailio", transport, (place, cancellationToken) => CallThroughAsync(place, "agent-basic", nextHop(place), cancellationToken), needs);

    private static async Task<string?> CallThroughAsync(Place place, string scenario, string nextHop, CancellationToken cancellationToken)
    {
        await using var proxy = await Kamailio.ProxyAsync(place, place.TrunkAddress, nextHop);
        var file = Path.Combine(SippScenario.Folder, scenario + ".xml");
        await using var caller = SippCommand.Start(place, new SippCommand(file, place.StrangerAddress, FreePorts.Udp(), "caller") { Server = $"{place.TrunkAddress}:{Kamailio.Port}" });
        return await caller.WaitForExitAsync(cancellationToken) is 0 ? null : "caller: " + SippErrors.Last(place.File("caller.err"));
    }

    private static ActedScenario Outside(string name, string what, string transport, string number, bool byTcp) =>
        new(name, what, "kamailio", transport, (place, cancellationToken) => CallOutAsync(place, number, EdgeDirectory.CarrierAddress(byTcp), cancellationToken), byTcp ? ["tcp"] : []);

    private static async Task<string?> CallOutAsync(Place place, string number, string carrier, CancellationToken cancellationToken)
    {
        var (farPort, ownPort) = (FreePorts.Udp(), FreePorts.Udp());
        await using var proxy = await Kamailio.ProxyAsync(place, carrier, $"sip:{place.StrangerAddress}:{farPort}");
        await using var far = SippCommand.Start(place, new SippCommand(SippScenario.Phones("answers"), place.StrangerAddress, farPort, "phone") { Server = $"{carrier}:{Kamailio.Port}" });
        await using var register = SippCommand.Start(place, new SippCommand(SippScenario.Phones("register"), place.PhoneAddress, ownPort, "register") { Server = place.Edge.Sip.ToString() });
        if (await register.WaitForExitAsync(cancellationToken) is not 0) return "REGISTER: " + SippErrors.Last(place.File("register.err"));
        var file = Path.Combine(SippScenario.Folder, "phone-calls-agent.xml");
        await using var caller = SippCommand.Start(place, new SippCommand(file, place.PhoneAddress, ownPort, "caller") { Server = place.Edge.Sip.ToString(), Dialled = number });
        if (await caller.WaitForExitAsync(cancellationToken) is not 0) return "caller: " + SippErrors.Last(place.File("caller.err"));
        return await far.WaitForExitAsync(cancellationToken) is 0 ? null : "far end: " + SippErrors.Last(place.File("phone.err"));
    }

    private static async Task<string?> RegistersAsync(Place place, CancellationToken cancellationToken)
    {
        var phonePort = FreePorts.Udp();
        await using var kamailio = await Kamailio.RegistrarClientAsync(place, place.PhoneAddress, $"sip:{place.Extension}@{place.PhoneAddress}:{phonePort}");
        await using var phone = SippCommand.Start(place, new SippCommand(SippScenario.Phones("answers"), place.PhoneAddress, phonePort, "phone") { Server = $"{place.PhoneAddress}:{Kamailio.Port}" });
        await Task.Delay(TimeSpan.FromSeconds(5), cancellationToken); // its timer registers within two ticks
        var file = Path.Combine(SippScenario.Folder, "ring-answered.xml");
        await using var caller = SippCommand.Start(place, new SippCommand(file, place.TrunkAddress, FreePorts.Udp(), "caller") { Server = place.Edge.Sip.ToString(), Dialled = place.RingNumber });
        if (await caller.WaitForExitAsync(cancellationToken) is not 0) return "caller: " + SippErrors.Last(place.File("caller.err"));
        return await phone.WaitForExitAsync(cancellationToken) is 0 ? null : "phone: " + SippErrors.Last(place.File("phone.err"));
    }
}
