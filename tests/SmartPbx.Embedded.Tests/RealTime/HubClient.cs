using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using SmartPbx.Contracts.RealTime;

namespace SmartPbx.Embedded.Tests.RealTime;

/// <summary>A browser's end of the hub: SignalR's JSON protocol over a WebSocket (messages end with 0x1E; type 1 is an invocation, 6 a ping, 7 a close).</summary>
internal sealed class HubClient : IRealTimeClient
{
    private const byte EndOfMessage = 0x1E;
    private const int Invocation = 1;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(10));
    private readonly List<byte> _received = [];

    public string ConnectionId { get; private set; } = "";

    public static async Task<HubClient> ConnectAsync(Uri server, string token)
    {
        var client = new HubClient();
        using var http = new HttpClient();
        using var negotiated = await http.PostAsync(new Uri(server, $"/hub/negotiate?negotiateVersion=1&access_token={token}"), null);
        negotiated.EnsureSuccessStatusCode();
        var answer = JsonElement.Parse(await negotiated.Content.ReadAsStringAsync());
        client.ConnectionId = answer.GetProperty("connectionId").GetString()!;
        var url = new Uri($"ws://{server.Authority}/hub?id={answer.GetProperty("connectionToken").GetString()}&access_token={token}");
        await client._socket.ConnectAsync(url, client._limit.Token);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        await client.ReadMessageAsync();
        return client;
    }

    public Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + (char)EndOfMessage), WebSocketMessageType.Text, true, _limit.Token);

    public async Task<(string Name, JsonElement Payload)> ReadAsync()
    {
        while (true)
        {
            var message = await ReadMessageAsync();
            if (message.GetProperty("type").GetInt32() == Invocation)
                return (message.GetProperty("target").GetString()!, Assert.Single(message.GetProperty("arguments").EnumerateArray()));
        }
    }

    public async Task<JsonElement> ReadMessageAsync()
    {
        var buffer = new byte[64 * 1024];
        int end;
        while ((end = _received.IndexOf(EndOfMessage)) < 0)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _limit.Token);
            if (part.MessageType == WebSocketMessageType.Close) throw new IOException("the hub closed the connection");
            _received.AddRange(buffer.AsSpan(0, part.Count));
        }

        var message = JsonElement.Parse(_received.GetRange(0, end).ToArray());
        _received.RemoveRange(0, end + 1);
        return message;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }
}
