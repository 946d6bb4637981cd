using System.Net;

namespace SmartPbx.Bench.Signalling;

/// <summary>Who has which ports of the bench's own network namespace.</summary>
internal static class SipPorts
{
    public const int Caller = 5_080;
    public const int Callee = 5_070;
    public const int Edge = 5_060;
    public const int Kamailio = 5_062;
    public const int EdgeHttp = 8_080;

    /// <summary>What every call dials.</summary>
    public const string Number = "1000";

    public static IPEndPoint OfEdge { get; } = new(IPAddress.Loopback, Edge);
}
