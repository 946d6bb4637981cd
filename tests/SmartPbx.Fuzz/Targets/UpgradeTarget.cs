using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Transport;
using SmartPbx.Sip.Transport.WebSockets;

namespace SmartPbx.Fuzz.Targets;

/// <summary>The request that opens a WebSocket (RFC 6455 §4.2): always one whole HTTP answer, and nothing of the request in it.</summary>
internal sealed class UpgradeTarget : IFuzzTarget
{
    private static readonly SipWebSocketOptions _options = new() { AllowedOrigins = ["https://console.example"] };

    private static readonly string[] _seeds =
    [
        "GET / HTTP/1.1\r\nHost: pbx.example\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: chat, sip\r\nOrigin: https://console.example\r\n",
        "GET /sip?x=y HTTP/1.1\r\nHost: [::1]:8443\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Protocol: sip\r\n",
        "OPTIONS sip:b@192.0.2.7 SIP/2.0\r\nVia: SIP/2.0/TCP 192.0.2.1;branch=z9hG4bK1\r\n",
    ];

    public string Name => "upgrade";

    public IReadOnlyList<string> Words { get; } =
        ["\r\n", ": ", ",", "GET ", "HTTP/1.1", "Host: x\r\n", "Upgrade: websocket\r\n", "Connection: Upgrade\r\n", "Sec-WebSocket-Key: ", "Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Protocol: sip\r\n", "Origin: null\r\n", "=="];

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => _seeds.Select(Encoding.ASCII.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        // The opener hands over what ends with the first empty line.
        var text = Encoding.Latin1.GetString(input.Span);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        text = end < 0 ? text.TrimEnd('\r', '\n') + "\r\n\r\n" : text[..(end + 4)];
        if (text.Length > SipConnectionLimits.Default.MaxUpgradeBytes) return;
        var opened = UpgradeRequest.TryAnswer(text, _options, out var answer);
        BrokenPromiseException.Unless(answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer.EndsWith("\r\n\r\n", StringComparison.Ordinal), "the answer is one whole HTTP answer");
        BrokenPromiseException.Unless(opened == answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal), "it is a WebSocket exactly when the answer says so");
    }
}
