using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Contracts;
using SmartPbx.Contracts.Blobs;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Blobs;

namespace SmartPbx.Embedded.Tests.Blobs;

public sealed class FileBlobStoreHarness : IBlobStoreHarness
{
    private readonly EmbeddedStores _stores = new();
    private readonly HttpClient _client = new();
    private LoopbackServer? _server;

    public IBlobStore Store => _stores.Blobs;
    public ManualClock Clock => _stores.Clock;

    public async Task<HttpResponseMessage> FetchAsync(Uri link, long? from = null, long? to = null)
    {
        _server ??= await LoopbackServer.StartAsync(
            services => services.AddSingleton(Store).AddSingleton(_stores.Get<BlobLinks>()), app => app.MapEmbeddedBlobs());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Address, link.AbsolutePath));
        if (from is not null) request.Headers.Range = new RangeHeaderValue(from, to);
        return await _client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _stores.Dispose();
    }
}
