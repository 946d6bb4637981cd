using System.Globalization;
using System.Net;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>What one process of peers is told to be.</summary>
/// <param name="IsCaller">Callers behind the trunk; else the phone that they ring.</param>
/// <param name="Index">Which place (<see cref="Place"/>).</param>
/// <param name="Places">How many places there are: where a phone may transfer to.</param>
/// <param name="Edge">Where the edge listens.</param>
/// <param name="CallsPerSecond">New calls of a caller.</param>
/// <param name="AgentShare">Calls of a caller that go to the agent, of 1.</param>
/// <param name="Seed">Of everything random in it.</param>
/// <param name="CountsFile">Where it tells what it did.</param>
internal sealed record SoakOrder(bool IsCaller, int Index, int Places, IPEndPoint Edge, double CallsPerSecond, double AgentShare, int Seed, string CountsFile)
{
    /// <summary>The first argument of such a process.</summary>
    public const string Verb = "soak-peers";

    private const int ArgumentCount = 8;

    public IEnumerable<string> ToArguments() =>
        [Verb, $"{IsCaller}", Text(Index), Text(Places), $"{Edge}", Text(CallsPerSecond), Text(AgentShare), Text(Seed), CountsFile];

    /// <summary>Reads what follows the verb.</summary>
    public static SoakOrder Parse(string[] arguments) => arguments.Length == ArgumentCount
        ? new SoakOrder(bool.Parse(arguments[0]), Number(arguments[1]), Number(arguments[2]), IPEndPoint.Parse(arguments[3]), Share(arguments[4]), Share(arguments[5]), Number(arguments[6]), arguments[7])
        : throw new ArgumentException($"{Verb} takes {ArgumentCount} arguments", nameof(arguments));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Share(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
