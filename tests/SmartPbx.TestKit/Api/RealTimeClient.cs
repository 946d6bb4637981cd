using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace SmartPbx.TestKit.Api;

/// <summary>A SignalR client in the JSON protocol over a bare WebSocket: handshake, invocations (type 1), pings (type 6). Push only, so it never invokes.</summary>
public sealed class RealTimeClient : IAsyncDisposable
{
    private const char RecordSeparator = '\u001e';
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<RealTimeMessage> _received = new();
    private readonly Lock _gate = new(); // of the waiters, and of what they may have missed
    private readonly List<Waiter> _waiters = [];
    private Task _reading = Task.CompletedTask;

    public IReadOnlyCollection<RealTimeMessage> Received => _received;
    public Action<RealTimeMessage>? OnMessage { get; set; }

    public async Task ConnectAsync(ApiClient api, CancellationToken cancellationToken)
    {
        var (status, negotiated) = await api.SendAsync(HttpMethod.Post, "realtime/negotiate", new { }, cancellationToken);
        if (status != 200) throw new InvalidOperationException($"negotiate answered {status}: {negotiated}");
        var hub = new UriBuilder(new Uri(api.BaseAddress, negotiated!["url"]!.GetValue<string>()))
        {
            Scheme = "ws",
            Query = "access_token=" + Uri.EscapeDataString(negotiated["access_token"]!.GetValue<string>()),
        };
        await _socket.ConnectAsync(hub.Uri, cancellationToken);
        await SendAsync("{\"protocol\":\"json\",\"version\":1}", cancellationToken);
        _reading = Task.Run(ReadAsync, CancellationToken.None);
    }

    /// <summary>The first message, past or future, that matches; throws <see cref="TimeoutException"/> when none comes in time.</summary>
    public async Task<RealTimeMessage> WaitAsync(Func<RealTimeMessage, bool> matches, TimeSpan within, string what, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(matches, new TaskCompletionSource<RealTimeMessage>(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_received.FirstOrDefault(matches) is { } found) return found;
            _waiters.Add(waiter);
        }
        try
        {
            return await waiter.Found.Task.WaitAsync(within, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"no {what} within {within.TotalSeconds:0.#} s in real time");
        }
        finally
        {
            lock (_gate) _waiters.Remove(waiter);
        }
    }

    private Task SendAsync(string text, CancellationToken cancellationToken) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text + RecordSeparator), WebSocketMessageType.Text, true, cancellationToken);

    private async Task ReadAsync()
    {
        var (buffer, pending) = (new byte[64 * 1024], new List<byte>());
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var result = await _socket.ReceiveAsync(buffer, _stop.Token);
                for (var i = 0; i < result.Count; i++)
                {
                    if (buffer[i] != RecordSeparator) { pending.Add(buffer[i]); continue; }
                    await TakeAsync(Encoding.UTF8.GetString([.. pending]));
                    pending.Clear();
                }
            }
        }
        catch (OperationCanceledException) { }
        catch (WebSocketException) { } // the server is gone: the test sees what is missing
    }

    private async Task TakeAsync(string record)
    {
        var message = JsonNode.Parse(record)!.AsObject();
        switch (message["type"]?.GetValue<int>())
        {
            case 1:
                var taken = new RealTimeMessage(message["target"]!.GetValue<string>(), message["arguments"]![0]!, Stopwatch.GetTimestamp());
                Keep(taken);
                OnMessage?.Invoke(taken);
                break;
            case 6:
                await SendAsync("{\"type\":6}", _stop.Token);
                break;
        }
    }

    private void Keep(RealTimeMessage taken)
    {
        lock (_gate)
        {
            _received.Enqueue(taken);
            foreach (var waiter in _waiters.Where(w => w.Matches(taken))) waiter.Found.TrySetResult(taken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        _stop.Dispose();
    }

    private sealed record Waiter(Func<RealTimeMessage, bool> Matches, TaskCompletionSource<RealTimeMessage> Found);
}
