using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartPbx.Interop.Running;

/// <summary>What our edge can, asked of itself: methods and option tags by OPTIONS, codecs by offering nothing else, transports by knocking.</summary>
public sealed class EdgeCapabilities
{
    private const int AnswerMs = 3_000;
    private readonly HashSet<string> _there = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A network of our own, in which packets can be lost.</summary>
    public const string OwnNetwork = "own-network";

    private const string Ipv6OfMachine = "ipv6";

    /// <summary>Whether it is the machine that has it or not.</summary>
    public static bool IsOfMachine(string capability) => capability is OwnNetwork || (capability is Ipv6OfMachine && !Ipv6.IsHere);

    public bool Has(string capability) => _there.Contains(capability);

    public IEnumerable<string> All => _there.Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks from an address of the trunk.</summary>
    public static async Task<EdgeCapabilities> AskAsync(EdgeUnderTest edge, string folder)
    {
        var found = new EdgeCapabilities();
        var options = await ExchangeAsync(edge, Request(edge, "OPTIONS", EdgeDirectory.AgentNumber, ""), _ => true);
        foreach (var line in options.Split("\r\n"))
            if (line.StartsWith("Allow:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Supported:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("X-Interop:", StringComparison.OrdinalIgnoreCase))
                found._there.UnionWith(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (await TakesAsync(edge, 9, "G722/8000")) found._there.Add("G722");
        if (await TakesAsync(edge, 111, "opus/48000/2")) found._there.Add("opus");
        if (await KnocksAsync(IPAddress.Loopback, edge.SipPort)) found._there.Add("tcp");
        if (await KnocksAsync(IPAddress.Loopback, edge.TlsPort)) found._there.Add("tls");
        if (await KnocksAsync(IPAddress.IPv6Loopback, edge.SipPort)) found._there.Add(Ipv6OfMachine);
        if (await LossyNetwork.IsHereAsync(folder)) found._there.Add(OwnNetwork);
        return found;
    }

    private static async Task<bool> KnocksAsync(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(AnswerMs);
        try { await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token); }
        catch (SocketException) { return false; }
        return true;
    }

    private static async Task<bool> TakesAsync(EdgeUnderTest edge, int payloadType, string codec)
    {
        var sdp = $"v=0\r\no=- 1 1 IN IP4 127.0.2.254\r\ns=-\r\nc=IN IP4 127.0.2.254\r\nt=0 0\r\nm=audio 9000 RTP/AVP {payloadType}\r\na=rtpmap:{payloadType} {codec}\r\n";
        var invite = Request(edge, "INVITE", EdgeDirectory.AgentNumber, sdp);
        var final = await ExchangeAsync(edge, invite, answer => !answer.StartsWith("SIP/2.0 1", StringComparison.Ordinal));
        return final.StartsWith("SIP/2.0 200", StringComparison.Ordinal);
    }

    private static string Request(EdgeUnderTest edge, string method, string number, string body)
    {
        var id = Guid.NewGuid().ToString("N");
        return $"{method} sip:{number}@{edge.Sip} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.2.254;rport;branch=z9hG4bK{id}\r\nMax-Forwards: 70\r\nFrom: <sip:ask@carrier.example>;tag={id}\r\nTo: <sip:{number}@{edge.Sip}>\r\n"
            + $"Call-ID: {id}\r\nCSeq: 1 {method}\r\nContact: <sip:ask@127.0.2.254>\r\n{(body.Length > 0 ? "Content-Type: application/sdp\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}";
    }

    // Sends, waits for the answer that counts, and leaves no call behind.
    private static async Task<string> ExchangeAsync(EdgeUnderTest edge, string request, Func<string, bool> counts)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.2.254"), 0));
        using var limit = new CancellationTokenSource(AnswerMs);
        var buffer = new byte[65_535];
        try
        {
            await socket.SendToAsync(Encoding.UTF8.GetBytes(request), edge.Sip, limit.Token);
            while (true)
            {
                var got = await socket.ReceiveFromAsync(buffer, edge.Sip, limit.Token);
                var answer = Encoding.UTF8.GetString(buffer, 0, got.ReceivedBytes);
                if (!counts(answer)) continue;
                if (request.StartsWith("INVITE", StringComparison.Ordinal)) await FinishAsync(socket, edge, request, answer, limit.Token);
                return answer;
            }
        }
        catch (OperationCanceledException) { return ""; }
    }

    private static async Task FinishAsync(Socket socket, EdgeUnderTest edge, string invite, string answer, CancellationToken cancellationToken)
    {
        string Line(string name) => answer.Split("\r\n").First(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        var head = invite[..invite.IndexOf("Content-", StringComparison.Ordinal)];
        var to = head.Split("\r\n").First(l => l.StartsWith("To:", StringComparison.Ordinal));
        string Follow(string method, int cseq, string branch) => head
            .Replace("INVITE sip:", method + " sip:", StringComparison.Ordinal)
            .Replace("CSeq: 1 INVITE", $"CSeq: {cseq} {method}", StringComparison.Ordinal)
            .Replace(to, Line("To"), StringComparison.Ordinal)
            .Replace("branch=z9hG4bK", "branch=z9hG4bK" + branch, StringComparison.Ordinal) + "Content-Length: 0\r\n\r\n";
        var accepted = answer.StartsWith("SIP/2.0 200", StringComparison.Ordinal);
        await socket.SendToAsync(Encoding.UTF8.GetBytes(Follow("ACK", 1, accepted ? "a" : "")), edge.Sip, cancellationToken);
        if (accepted) await socket.SendToAsync(Encoding.UTF8.GetBytes(Follow("BYE", 2, "b")), edge.Sip, cancellationToken);
    }
}
