using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Webhooks;

/// <summary>
/// Posts one event to one endpoint, signed. The name is resolved here and the connection goes to the very address that was judged (no second look-up that
/// could answer otherwise); redirects and proxies are not followed and the answer's body is not read.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/cloudevents+json") { CharSet = "utf-8" };

    private readonly ISecrets _secrets;
    private readonly TimeProvider _clock;
    private readonly WebhookOptions _options;
    private readonly HttpClient _http;

    public WebhookSender(ISecrets secrets, TimeProvider clock, FunctionsOptions options)
    {
        (_secrets, _clock, _options) = (secrets, clock, options.Webhooks);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = ConnectAsync, PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>HTTP status, or null with the reason when there was none.</summary>
    public async Task<(int? Status, string? Error)> SendAsync(WebhookEndpoint endpoint, CloudEvent cloudEvent, string deliveryId, CancellationToken cancellationToken)
    {
        if (WebhookSecret.Unprotect(_secrets, endpoint) is not { } secret) return (null, "the signing secret cannot be read");
        using var request = Compose(endpoint, cloudEvent, deliveryId, secret);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var status = (int)response.StatusCode;
            return (status, response.IsSuccessStatusCode ? null : string.Create(CultureInfo.InvariantCulture, $"answered {status}"));
        }
        catch (HttpRequestException e)
        {
            return (null, e.InnerException is AddressRefusedException refused ? refused.Message : e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"no answer in {_options.TimeoutSeconds} s"));
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Compose(WebhookEndpoint endpoint, CloudEvent cloudEvent, string deliveryId, byte[] secret)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(cloudEvent, SmartPbxJson.Options);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) { Headers = { ContentType = ContentType } } };
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(secret, _clock.GetUtcNow(), body));
        request.Headers.Add("X-SmartPBX-Event", cloudEvent.Type);
        request.Headers.Add("X-SmartPBX-Delivery", deliveryId);
        return request;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        // One private address among public ones is a trick, so all of them must be public.
        if (addresses.Length == 0 || (!_options.AllowPrivateAddresses && !addresses.All(AddressPolicy.IsPublic)))
            throw new AddressRefusedException("the endpoint's address is private and is not delivered to");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class AddressRefusedException(string message) : IOException(message);
}
