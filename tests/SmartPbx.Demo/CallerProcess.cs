using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Demo;

/// <summary>A phone of the test kit in a process of its own.</summary>
internal sealed class CallerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private readonly ConcurrentQueue<JsonNode> _events = new();
    private readonly Lock _writing = new();
    private readonly Show _show;
    private int _nextId;

    private CallerProcess(Process process, string name, Show show)
    {
        (_process, Name, _show) = (process, name, show);
        _ = Task.Run(ReadAsync);
    }

    public string Name { get; }
    public IReadOnlyCollection<JsonNode> Events => _events;

    public static async Task<CallerProcess> StartAsync(string name, IPAddress address, IPEndPoint server, string user, string domain, string? password, Show show)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string?[])[Checkout.Program("tests/SmartPbx.Caller", "SmartPbx.Caller"), name, address.ToString(), server.ToString(), user, domain, password])
            if (argument is not null) start.ArgumentList.Add(argument);
        var caller = new CallerProcess(Process.Start(start)!, name, show);
        await caller.WaitEventAsync(e => e["ev"]!.GetValue<string>() == "ready", TimeSpan.FromSeconds(20), "start");
        return caller;
    }

    /// <summary>Sends a command and waits for its answer. Throws <see cref="StepFailedException"/> when the phone says it failed.</summary>
    public async Task<JsonNode> DoAsync(string what, object? arguments = null)
    {
        var id = Interlocked.Increment(ref _nextId);
        var command = arguments is null ? [] : JsonSerializer.SerializeToNode(arguments)!.AsObject();
        command["id"] = id;
        command["do"] = what;
        var answer = _pending[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_writing) { _process.StandardInput.WriteLine(command.ToJsonString()); _process.StandardInput.Flush(); }
        var reply = await answer.Task;
        return reply["ok"]!.GetValue<bool>() ? reply["result"]! : throw new StepFailedException($"{Name}: {reply["error"]}");
    }

    public async Task<JsonNode> WaitEventAsync(Func<JsonNode, bool> matches, TimeSpan within, string what)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < within; await Task.Delay(5))
            if (_events.FirstOrDefault(matches) is { } found) return found;
        throw new StepFailedException($"{Name}: no {what} within {within.TotalSeconds:0.#} s");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            if (message["id"] is { } id) { if (_pending.TryRemove(id.GetValue<int>(), out var waiting)) waiting.TrySetResult(message); continue; }
            _events.Enqueue(message);
            if (message["ev"]!.GetValue<string>() == "sip") _show.Sip(message);
        }
        foreach (var waiting in _pending.Values) waiting.TrySetException(new StepFailedException($"{Name}: the phone's process ended"));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            lock (_writing) { _process.StandardInput.WriteLine("{\"do\":\"quit\"}"); _process.StandardInput.Flush(); }
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            try { await _process.WaitForExitAsync(timeout.Token); }
            catch (OperationCanceledException) { _process.Kill(entireProcessTree: true); }
        }
        _process.Dispose();
    }
}
