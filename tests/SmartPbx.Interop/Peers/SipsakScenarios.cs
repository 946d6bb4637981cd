using System.Globalization;
using SmartPbx.Interop.Running;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Interop.Peers;

/// <summary>What an operator does with sipsak: ping, register, flood a little, send rubbish; and the edge answers a ping afterwards.</summary>
internal static class SipsakScenarios
{
    private const int FloodRequests = 300;

    public static IEnumerable<IScenario> All()
    {
        yield return new ActedScenario("sipsak-options", "OPTIONS is answered 200", "sipsak", "udp", (place, stop) => RunAsync(place, "options", stop, "-s", Agent(place)));
        yield return new ActedScenario("sipsak-options-tcp", "OPTIONS over TCP is answered 200", "sipsak", "tcp", (place, stop) => RunAsync(place, "options", stop, "--transport=tcp", "-s", Agent(place)), "tcp");
        yield return new ActedScenario("sipsak-register", "Registers with digest, and removes itself", "sipsak", "udp", RegisterAsync);
        yield return new ActedScenario("sipsak-flood", "A few hundred OPTIONS as fast as they go", "sipsak", "udp", FloodAsync);
        yield return new ActedScenario("sipsak-rubbish", "Requests with more and more characters broken", "sipsak", "udp", RubbishAsync);
    }

    private static string Agent(Place place) => $"sip:{EdgeDirectory.AgentNumber}@{place.Edge.Sip}";

    private static async Task<string?> RegisterAsync(Place place, CancellationToken cancellationToken)
    {
        var who = $"sip:{place.Extension}@{EdgeDirectory.Domain}";
        string[] common = ["-U", "-p", place.Edge.Sip.ToString(), "-u", place.Extension, "-a", EdgeDirectory.Password, "-s", who];
        return await RunAsync(place, "register", cancellationToken, ["-C", $"sip:{place.Extension}@{place.TrunkAddress}:5099", "-x", "60", .. common])
            ?? await RunAsync(place, "unregister", cancellationToken, ["-C", "empty", "-x", "0", .. common]);
    }

    // Floods never end by themselves here: what counts is that the edge answers when it is over.
    private static async Task<string?> FloodAsync(Place place, CancellationToken cancellationToken)
    {
        await using (var flood = Start(place, "flood", "-F", "-e", FloodRequests.ToString(CultureInfo.InvariantCulture), "-s", Agent(place)))
            await Task.WhenAny(flood.WaitForExitAsync(cancellationToken), Task.Delay(TimeSpan.FromSeconds(5), cancellationToken));
        return await RunAsync(place, "options", cancellationToken, "-s", Agent(place));
    }

    private static async Task<string?> RubbishAsync(Place place, CancellationToken cancellationToken)
    {
        await using (var rubbish = Start(place, "rubbish", "-R", "-t", "60", "-s", Agent(place)))
            await Task.WhenAny(rubbish.WaitForExitAsync(cancellationToken), Task.Delay(TimeSpan.FromSeconds(8), cancellationToken));
        return await RunAsync(place, "options", cancellationToken, "-s", Agent(place));
    }

    private static async Task<string?> RunAsync(Place place, string who, CancellationToken cancellationToken, params string[] arguments)
    {
        await using var sipsak = Start(place, who, arguments);
        return await sipsak.WaitForExitAsync(cancellationToken) is 0 ? null : $"sipsak {who}: {sipsak.Said().Split('\n').LastOrDefault(l => l.Length > 0)}";
    }

    private static ChildProcess Start(Place place, string who, params string[] arguments) => ChildProcess.Start("sipsak",
        ["-v", "-S", $"--local-ip={place.TrunkAddress}", $"--local-port={FreePorts.Udp()}", .. arguments], place.File(who + ".log"));
}
