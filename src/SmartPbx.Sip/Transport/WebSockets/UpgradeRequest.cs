using System.Security.Cryptography;
using System.Text;

namespace SmartPbx.Sip.Transport.WebSockets;

/// <summary>The HTTP request that opens a WebSocket, and our answer (RFC 6455 §4.2, RFC 7118 §4). Pure.</summary>
internal static class UpgradeRequest
{
    /// <summary>RFC 7118 §4.1.</summary>
    public const string SubProtocol = "sip";

    private const string Version = "13";
    private const int KeyBytes = 16;

    /// <summary>RFC 6455 §1.3.</summary>
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the connection is now a WebSocket; the answer is to be sent in either case.</summary>
    public static bool TryAnswer(string request, SipWebSocketOptions options, out string answer)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        answer = TryRead(request, headers) ? Judge(headers, options) : Refuse("400 Bad Request");
        return answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal);
    }

    private static string Judge(Dictionary<string, string> headers, SipWebSocketOptions options)
    {
        if (!Lists(headers, "Upgrade", "websocket") || !Lists(headers, "Connection", "Upgrade") || !headers.ContainsKey("Host"))
            return Refuse("426 Upgrade Required", "Upgrade: websocket");
        if (headers.GetValueOrDefault("Sec-WebSocket-Version") != Version)
            return Refuse("426 Upgrade Required", $"Sec-WebSocket-Version: {Version}"); // RFC 6455 §4.4
        if (!headers.TryGetValue("Sec-WebSocket-Key", out string? key) || !IsKey(key) || !Lists(headers, "Sec-WebSocket-Protocol", SubProtocol))
            return Refuse("400 Bad Request");
        if (headers.TryGetValue("Origin", out string? origin) && options.AllowedOrigins.Count > 0
            && !options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase))
            return Refuse("403 Forbidden");
        return $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {AcceptOf(key)}\r\n"
            + $"Sec-WebSocket-Protocol: {SubProtocol}\r\n\r\n";
    }

    private static bool TryRead(string request, Dictionary<string, string> headers)
    {
        string[] lines = request.Split("\r\n");
        string[] first = lines[0].Split(' ');
        if (first is not ["GET", ['/', ..], "HTTP/1.1"])
            return false;
        foreach (string line in lines.AsSpan(1..^2))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                return false;
            string name = line[..colon];
            string value = line[(colon + 1)..].Trim();
            headers[name] = headers.TryGetValue(name, out string? earlier) ? $"{earlier}, {value}" : value;
        }
        return true;
    }

    private static bool Lists(Dictionary<string, string> headers, string name, string token) =>
        headers.TryGetValue(name, out string? list) && list.Split(',', StringSplitOptions.TrimEntries).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static bool IsKey(string key)
    {
        Span<byte> decoded = stackalloc byte[KeyBytes + 2];
        return Convert.TryFromBase64String(key, decoded, out int length) && length == KeyBytes;
    }

    // RFC 6455 §4.2.2 asks for SHA-1; it proves nothing but that we understood.
#pragma warning disable CA5350
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350

    private static string Refuse(string status, string? header = null) =>
        $"HTTP/1.1 {status}\r\n{(header is null ? "" : header + "\r\n")}Content-Length: 0\r\nConnection: close\r\n\r\n";
}
