using SmartPbx.TestKit.Api;
using SmartPbx.TestKit.Running;

namespace SmartPbx.Demo;

/// <summary>Everything on stage: the product, the caller, the operator with phone and console, the webhook receiver; and what was measured.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _heartbeat = Task.CompletedTask;
    private int _callers;

    public required Material Material { get; init; }
    public required Show Show { get; init; }
    public required ProductProcess Product { get; init; }
    public required WebhookReceiver Webhooks { get; init; }
    public required StallWatch Stalls { get; init; }
    public required string Artifacts { get; init; }
    public Report Report { get; } = new();
    public CallerProcess Caller { get; private set; } = null!;
    public CallerProcess Phone { get; private set; } = null!;
    public ApiClient Operator { get; private set; } = null!;
    public ApiClient Admin { get; private set; } = null!;
    public RealTimeClient Console { get; private set; } = null!;
    public List<LiveCall> Calls { get; } = [];

    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        Caller = await CallerProcess.StartAsync("caller", ProductProcess.TrunkAddress, Product.Sip, "+15550100", "carrier.example", null, Show);
        Phone = await CallerProcess.StartAsync("1008", ProductProcess.PhoneAddress, Product.Sip, ProductProcess.Extension, ProductProcess.SipDomain, Product.Settings.PhonePassword, Show);
        var status = (await Phone.DoAsync("register"))["status"]!.GetValue<int>();
        Expect.That(status == 200, $"extension {ProductProcess.Extension} registered with digest", $"REGISTER answered {status}", Show);
        (Operator, Admin) = (new ApiClient(Product.Address), new ApiClient(Product.Address));
        await Operator.SignInAsync("demo", "operator", Product.Settings.OperatorPassword, cancellationToken);
        await Admin.SignInAsync("demo", "admin", Product.Settings.AdminPassword, cancellationToken);
        Console = new RealTimeClient { OnMessage = ShowMessage };
        await Console.ConnectAsync(Operator, cancellationToken);
        _heartbeat = Task.Run(HeartbeatAsync, CancellationToken.None);
    }

    public async Task SetOperatorAsync(string status, CancellationToken cancellationToken)
    {
        var (code, body) = await Operator.SendAsync(HttpMethod.Put, "operator/status", new { status }, cancellationToken);
        if (code != 200) throw new StepFailedException($"PUT operator/status answered {code}: {body}");
    }

    /// <summary>What the operator's phone does with calls: ring, answer (after a time) or reject.</summary>
    public Task PhoneAsync(string action, int afterMs = 0) => Phone.DoAsync("incoming", new { action, after_ms = afterMs });

    /// <summary>Dials the number and waits for the answer.</summary>
    public async Task<LiveCall> DialAsync(string name, CancellationToken cancellationToken, int timeoutMs = 15_000)
    {
        var count = Interlocked.Increment(ref _callers);
        var number = $"+1555{count + 1000:0000}";
        var call = new LiveCall(this, name, $"{name}-{count}", number) { DialledAt = Clock.Now };
        lock (Calls) Calls.Add(call);
        var answer = await Caller.DoAsync("call", new { call = call.Handle, to = ProductProcess.Number, from = number, timeout_ms = timeoutMs });
        call.Answered(answer);
        await call.IdentifyAsync(cancellationToken);
        return call;
    }

    /// <summary>Ends calls that a spoiled step left behind; they no longer count.</summary>
    public async Task HangUpAllAsync()
    {
        foreach (var call in Calls.Where(c => c.AnsweredAt > 0 && c.EndedAt == 0)) await Caller.DoAsync("hang_up", new { call = call.Handle });
    }

    private async Task HeartbeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), _stop.Token);
                await Operator.SendAsync(HttpMethod.Post, "operator/heartbeat", new { }, _stop.Token);
            }
        }
        catch (OperationCanceledException) { }
        catch (HttpRequestException) { } // the product is going down
    }

    private void ShowMessage(RealTimeMessage message)
    {
        var data = message.Data;
        var text = message.Name switch
        {
            "agent.state" => data["state"]!.GetValue<string>().ToUpperInvariant(),
            "transcript.chunk" when data["is_final"]!.GetValue<bool>() => $"{data["speaker"]}: {data["text"]}",
            "transcript.chunk" => null,
            "agent.query_processed" => $"“{data["question"]}” → {data["decision"]} ({data["confidence"]!.GetValue<double>():0.00}, {data["latency_ms"]} ms)",
            "hitl.requested" => $"“{data["question"]}” to {data["assigned_to"]}",
            "agent.speaking" => null,
            _ => message.Subject,
        };
        if (text is not null) Show.Event(message.Name, text);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _heartbeat;
        if (Console is not null) await Console.DisposeAsync();
        if (Caller is not null) await Caller.DisposeAsync();
        if (Phone is not null) await Phone.DisposeAsync();
        Operator?.Dispose();
        Admin?.Dispose();
        _stop.Dispose();
    }
}
