using System.Net;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>The name servers of the system. Search lists are not used: a SIP domain is a whole name.</summary>
internal static class ResolvConf
{
    private const string Path = "/etc/resolv.conf";
    private const int Port = 53;
    private const int MaxServers = 3; // as the C library

    public static IReadOnlyList<IPEndPoint> Read()
    {
        try
        {
            return Parse(File.ReadAllText(Path));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return [new IPEndPoint(IPAddress.Loopback, Port)];
        }
    }

    public static IReadOnlyList<IPEndPoint> Parse(string text)
    {
        var servers = new List<IPEndPoint>();
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && IPAddress.TryParse(address, out var server) && servers.Count < MaxServers)
                servers.Add(new IPEndPoint(server, Port));
        }
        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }
}
