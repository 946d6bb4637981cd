using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>A TCP peer that writes and reads bytes as it likes.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly byte[] _buffer = new byte[65_536];
    private string _unread = "";

    private RawPeer(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<RawPeer> ConnectAsync(IPEndPoint remote)
    {
        var socket = new Socket(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(remote);
        return new RawPeer(socket);
    }

    public static async Task<RawPeer> AcceptAsync(Socket listener)
    {
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        return new RawPeer(await listener.AcceptAsync(limit.Token));
    }

    public static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    /// <summary>An OPTIONS over TCP from this peer.</summary>
    public string Options(string branch, string headers = "", string? body = null, int? sentByPort = null) =>
        $"OPTIONS sip:peer@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:{sentByPort ?? ((IPEndPoint)Socket.LocalEndPoint!).Port};branch=z9hG4bK{branch}\r\n"
        + $"From: <sip:a@b>;tag=1\r\nTo: <sip:peer@127.0.0.1>\r\nCall-ID: {branch}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n{headers}"
        + $"Content-Length: {body?.Length ?? 0}\r\n\r\n{body}";

    public Task WriteAsync(string text) => Socket.SendAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads until the text has come, and gives everything up to its end; what came after it stays for the next call.</summary>
    public async Task<string> ReadToAsync(string end)
    {
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        while (!_unread.Contains(end, StringComparison.Ordinal))
        {
            int read = await Socket.ReceiveAsync(_buffer, limit.Token);
            Assert.True(read > 0, $"closed after: {_unread}");
            _unread += Encoding.UTF8.GetString(_buffer, 0, read);
        }
        int length = _unread.IndexOf(end, StringComparison.Ordinal) + end.Length;
        string text = _unread[..length];
        _unread = _unread[length..];
        return text;
    }

    /// <summary>Waits until the other side closes; gives what it still said.</summary>
    public async Task<string> ClosedAsync()
    {
        using var limit = new CancellationTokenSource(SocketStack.Patience);
        try
        {
            while (await Socket.ReceiveAsync(_buffer, limit.Token) is var read && read > 0)
                _unread += Encoding.UTF8.GetString(_buffer, 0, read);
        }
        catch (SocketException)
        {
            // a reset is an end too
        }
        return _unread;
    }

    /// <summary>Closes with a reset.</summary>
    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}
