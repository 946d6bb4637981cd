namespace SmartPbx.Sip.Transport;

/// <summary>Who may open a WebSocket (RFC 7118).</summary>
public sealed record SipWebSocketOptions
{
    /// <summary>
    /// Web origins that may connect, such as <c>https://phone.example.com</c>; empty: any. A client that is no browser sends none and passes.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>A ping after so long without a word from the client; so long again without a pong ends the connection (RFC 7118 §6).</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(30);
}
