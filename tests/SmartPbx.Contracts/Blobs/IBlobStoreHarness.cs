using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Blobs;

/// <summary>A fresh, empty blob store under test, and a client for its links.</summary>
public interface IBlobStoreHarness : IAsyncDisposable
{
    IBlobStore Store { get; }
    ManualClock Clock { get; }

    /// <summary>Gets a link over HTTP without signing in, the whole or a range of bytes.</summary>
    Task<HttpResponseMessage> FetchAsync(Uri link, long? from = null, long? to = null);
}
