using System.Globalization;
using SmartPbx.Interop.Running;

namespace SmartPbx.Interop.Sipp;

/// <summary>One SIPp process: what it plays, from where, and under which name it writes its files.</summary>
internal sealed record SippCommand(string Scenario, string Address, int Port, string Who)
{
    private const int MediaPortsPerPlace = 16, FirstMediaPort = 20_000, RegistrationSeconds = 120;

    public required string Server { get; init; }

    /// <summary>Who it is, when it is another phone than the place's.</summary>
    public string? Extension { get; init; }

    public string Transport { get; init; } = "udp";
    public string Dialled { get; init; } = EdgeDirectory.AgentNumber;
    /// <summary>Calls until it ends.</summary>
    public int Calls { get; init; } = 1;
    public int LossPercent { get; init; }
    /// <summary>Calls a second.</summary>
    public int Rate { get; init; } = 10;
    public int Seconds { get; init; } = 30;

    public static ChildProcess Start(Place place, SippCommand command)
    {
        var extension = command.Extension ?? place.Extension;
        List<string> arguments =
        [
            command.Server, "-sf", command.Scenario, "-i", command.Address, "-mi", command.Address, "-p", Text(command.Port),
            "-mp", Text(FirstMediaPort + place.Index * MediaPortsPerPlace + (command.Who == "caller" ? 0 : command.Who == "phone" ? 4 : command.Who == "phone2" ? 8 : 12)),
            "-l", Text(command.Calls), "-r", Text(command.Rate), "-t", command.Transport == "tcp" ? "t1" : "u1", "-nostdin",
            "-timeout", Text(command.Seconds) + "s", "-trace_err", "-error_file", place.File(command.Who + ".err"),
            "-au", extension, "-ap", EdgeDirectory.Password, "-key", "dial", command.Dialled, "-key", "dial2", EdgeDirectory.AgentNumber,
            "-key", "ext", extension, "-key", "third", place.CallerExtension, "-key", "domain", EdgeDirectory.Domain, "-key", "expires", Text(RegistrationSeconds), "-m", Text(command.Calls), "-timeout_error", "-trace_msg", "-message_file", place.File(command.Who + ".messages"),
        ];
        if (command.LossPercent > 0) arguments.AddRange(["-lost", Text(command.LossPercent)]);
        return ChildProcess.Start("sipp", arguments, place.File(command.Who + ".log"), new Dictionary<string, string> { ["TERM"] = "dumb" });
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
