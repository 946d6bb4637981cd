using System.Net.Http.Headers;
using System.Text;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Bus;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Standalone.Bus;

/// <summary>
/// Plays the part of the Functions host on one machine: one receiver per handler leases messages from the embedded queue and posts them to the function app
/// in the same envelope and over the same HTTP as in the cloud. 2xx completes a message; anything else gives it back to be delivered again.
/// </summary>
internal sealed partial class BusPump(SqliteEventQueue queue, ISecrets secrets, StandaloneOptions options, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<BusPump> log) : BackgroundService
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5), HandlerTimeout = TimeSpan.FromMinutes(4.5), Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        queue.RegisterSubscriptions(HandlerCatalogue.All.Select(h => new BusSubscription(h.FunctionName, h.EventTypes)));
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{options.Http}/"), Timeout = HandlerTimeout };
        http.DefaultRequestHeaders.Add(TriggerKey.HeaderName, await TriggerKey.ValueAsync(secrets, stoppingToken));
        await Task.WhenAll(HandlerCatalogue.All.Select(h => PumpAsync(http, h.FunctionName, stoppingToken)));
    }

    private async Task PumpAsync(HttpClient http, string handler, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await queue.WaitForMessagesAsync(handler, stopping);
                if (await queue.LeaseAsync(handler, Lease, stopping) is { } message) await DeliverAsync(http, message, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
        }
    }

    private async Task DeliverAsync(HttpClient http, LeasedMessage message, CancellationToken stopping)
    {
        var begun = clock.GetTimestamp();
        var status = 0;
        try
        {
            using var body = new StringContent(TriggerEnvelope.Create(message), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
            using var request = new HttpRequestMessage(HttpMethod.Post, message.Handler) { Content = body };
            request.Headers.Add("X-Azure-Functions-InvocationId", message.LeaseToken);
            using var response = await http.SendAsync(request, stopping);
            status = (int)response.StatusCode;
            if (response.IsSuccessStatusCode) await queue.CompleteAsync(message, stopping);
            else await queue.AbandonAsync(message, clock.GetUtcNow() + Pause, stopping);
        }
        catch (Exception failure) when (failure is HttpRequestException || failure is TaskCanceledException && !stopping.IsCancellationRequested)
        {
            await queue.AbandonAsync(message, clock.GetUtcNow() + Pause, stopping);
        }
        Delivered(message.Event.Type, message.Handler, message.Event.TenantId.Value, message.Event.Subject, status, (long)clock.GetElapsedTime(begun).TotalMilliseconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "event {EventType} reached {Handler} for {Tenant} {Subject}: {Status} in {ElapsedMs} ms")]
    private partial void Delivered(string eventType, string handler, string tenant, string subject, int status, long elapsedMs);
}
