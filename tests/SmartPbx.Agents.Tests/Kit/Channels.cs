using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Keeps what was pushed.</summary>
internal sealed class FakeRealTime : IRealTime
{
    public readonly List<(string Group, string Name)> Pushed = [];

    public Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken)
    {
        Pushed.Add((target.Group, name));
        return Task.CompletedTask;
    }
}

/// <summary>Commands of the function app, sent by the test.</summary>
internal sealed class FakeCommands : IEdgeCommandSource
{
    private readonly List<Action<EdgeCommand>> _subscribers = [];

    public int Subscribers => _subscribers.Count;

    public IDisposable Subscribe(EdgeId edge, Action<EdgeCommand> onCommand)
    {
        _subscribers.Add(onCommand);
        return new Subscription(() => _subscribers.Remove(onCommand));
    }

    public void Send(EdgeCommand command)
    {
        foreach (var subscriber in _subscribers.ToArray()) subscriber(command);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Blobs in memory.</summary>
internal sealed class MemoryBlobs : IBlobStore
{
    public readonly Dictionary<string, byte[]> Blobs = [];

    public async Task PutAsync(TenantId tenant, string path, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        Blobs[$"{tenant}/{path}"] = copy.ToArray();
    }

    public Task AppendAsync(TenantId tenant, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Stream?> OpenReadAsync(TenantId tenant, string path, long offset, long? length, CancellationToken cancellationToken) => Task.FromResult<Stream?>(null);

    public async IAsyncEnumerable<BlobEntry> ListAsync(TenantId tenant, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task DeleteAsync(TenantId tenant, string path, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Uri> CreateReadLinkAsync(TenantId tenant, string path, TimeSpan lifetime, CancellationToken cancellationToken) =>
        Task.FromResult(new Uri("https://blobs.test/"));
}

/// <summary>Counts.</summary>
internal sealed class CountingIds : IIdSource
{
    private int _next;

    public string NewId() => $"id{++_next:D6}";

    public void Fill(Span<byte> bytes) => bytes.Clear();
}
