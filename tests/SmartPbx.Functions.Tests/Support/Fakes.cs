using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Functions.Knowledge.Extraction;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>Remembers what was asked of the bus.</summary>
internal sealed class MemoryBus : IEventBus
{
    public sealed record Retry(CloudEvent Event, string Handler, int Attempt, DateTimeOffset NotBefore);

    public List<Retry> Retries { get; } = [];

    public bool IsDown { get; set; }

    public Task PublishAsync(IReadOnlyList<CloudEvent> events, CancellationToken cancellationToken) => throw new NotSupportedException("handlers publish by the outbox");

    public Task RetryAsync(CloudEvent cloudEvent, string handler, int attempt, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        if (IsDown) throw new IOException("the bus is down");
        Retries.Add(new Retry(cloudEvent, handler, attempt, notBefore));
        return Task.CompletedTask;
    }
}

/// <summary>An index whose score is the likeness of the words.</summary>
internal sealed class MemoryIndex : IKnowledgeIndex
{
    private readonly ConcurrentDictionary<(TenantId, KnowledgeItemId), KnowledgeItem> _items = new();

    public int Upserts { get; private set; }

    public Func<Task>? BeforeUpsert { get; set; }

    public async Task UpsertAsync(TenantId tenant, IReadOnlyList<KnowledgeItem> items, CancellationToken cancellationToken)
    {
        if (BeforeUpsert is { } before) await before();
        foreach (var item in items) _items[(tenant, item.ItemId)] = item;
        Upserts++;
    }

    public Task DeleteAsync(TenantId tenant, IReadOnlyList<KnowledgeItemId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids) _items.TryRemove((tenant, id), out _);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<KnowledgeHit>> SearchAsync(TenantId tenant, KnowledgeQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<KnowledgeHit>>([.. _items.Where(i => i.Key.Item1 == tenant).Select(i => i.Value)
            .Select(i => new KnowledgeHit(i.ItemId, i.Question, i.Answer, i.Category, i.Language, Likeness.Of(i.Question, query.Text)))
            .Where(hit => hit.Score > 0).OrderByDescending(hit => hit.Score).Take(query.TopK)]);
}

/// <summary>Remembers pushes, and lets a test stand in for the edge.</summary>
internal sealed class MemoryRealTime : IRealTime, ICallGroups
{
    public ConcurrentQueue<(string Group, string Name, object Payload)> Pushed { get; } = new();

    public Func<object, Task>? OnPush { get; set; }

    public async Task PushAsync(RealTimeTarget target, string name, object payload, CancellationToken cancellationToken)
    {
        Pushed.Enqueue((target.Group, name, payload));
        if (OnPush is { } react) await react(payload);
    }

    public Task<bool> JoinCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken) => Task.FromResult(connectionId == "mine");

    public Task<bool> LeaveCallAsync(TenantId tenant, CallId call, string connectionId, CancellationToken cancellationToken) => Task.FromResult(connectionId == "mine");
}

/// <summary>Recognises what the test says that channel holds, by its first sample.</summary>
internal sealed class ScriptedSpeech : ISpeechToText
{
    public Dictionary<short, Recognition> Hears { get; } = [];

    public List<SpeechOptions> Asked { get; } = [];

    public bool Supports(string language) => language == "en-US";

    public ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Recognition> RecognizeAsync(SpeechOptions options, ReadOnlyMemory<short> pcm, CancellationToken cancellationToken)
    {
        Asked.Add(options);
        return Task.FromResult(Hears.GetValueOrDefault(pcm.Span[0], Recognition.Nothing));
    }
}

/// <summary>Answers with the best evidence.</summary>
internal sealed class QuotingModel : IChatModel
{
    public async IAsyncEnumerable<ChatDelta> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return new ChatDelta(request.Evidence.Count == 0 ? "I do not know." : request.Evidence[0].Answer, request.Evidence.Count == 0 ? 0 : 0.9);
    }
}

/// <summary>Keys from names; protection that a test can see through but nobody else's.</summary>
internal sealed class FakeSecrets : ISecrets
{
    public ValueTask<ReadOnlyMemory<byte>> GetKeyAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult<ReadOnlyMemory<byte>>(SHA256.HashData(Encoding.UTF8.GetBytes("test key " + name)));

    public byte[] Protect(string purpose, ReadOnlySpan<byte> plain) => [.. Encoding.UTF8.GetBytes(purpose + ":"), .. plain];

    public byte[]? Unprotect(string purpose, ReadOnlySpan<byte> data) =>
        data.StartsWith(Encoding.UTF8.GetBytes(purpose + ":")) ? data[(purpose.Length + 1)..].ToArray() : null;
}
