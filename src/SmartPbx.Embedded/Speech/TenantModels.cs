using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// The decoders of each tenant, built from its knowledge. When the knowledge changes, a new model is built in the background and takes the old one's
/// place when its first decoder is ready; a call in the middle of an utterance keeps its decoder.
/// </summary>
internal sealed class TenantModels : IAsyncDisposable
{
    /// <summary>Utterances of one tenant decoded at the same time; the next one waits.</summary>
    public const int MaxDecodersPerTenant = 32;

    private const int KeptModels = 2;

    private readonly IKnowledgeFeed _feed;
    private readonly EnglishResources _english;
    private readonly DecodingThreads _threads;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<TenantId, Entry> _tenants = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("smartpbx-speech-").FullName;
    private int _builds;

    public TenantModels(IKnowledgeFeed feed, EnglishResources english, DecodingThreads threads, ILogger logger)
    {
        (_feed, _english, _threads, _logger) = (feed, english, threads, logger);
        feed.Changed += OnChanged;
    }

    /// <summary>The newest model that is ready; waits only when there is none yet.</summary>
    public Task<DecoderPool> CurrentAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var entry = _tenants.GetOrAdd(tenant, _ => new Entry());
        Refresh(tenant, entry);
        return entry.Current is { } pool ? Task.FromResult(pool) : entry.First.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Waits until the model holds all that is indexed now.</summary>
    public async Task UpToDateAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        await CurrentAsync(tenant, cancellationToken);
        await _tenants[tenant].Building.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _feed.Changed -= OnChanged;
        foreach (var entry in _tenants.Values)
        {
            await entry.Building;
            entry.Current?.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    // Only tenants that have been called for are rebuilt at once; the others when their first call comes.
    private void OnChanged(TenantId tenant)
    {
        if (_tenants.TryGetValue(tenant, out var entry))
            Refresh(tenant, entry);
    }

    private void Refresh(TenantId tenant, Entry entry)
    {
        lock (entry)
        {
            var version = _feed.VersionOf(tenant);
            if (version == entry.Version || !entry.Building.IsCompleted)
                return;
            entry.Version = version;
            entry.Building = Task.Run(() => BuildUntilCurrentAsync(tenant, entry));
        }
    }

    private async Task BuildUntilCurrentAsync(TenantId tenant, Entry entry)
    {
        while (true)
        {
            try
            {
                var folder = Path.Combine(_folder, $"model-{Interlocked.Increment(ref _builds)}");
                Replace(entry, await BuildAsync(tenant, folder), folder);
            }
            catch (Exception e) // boundary: the failure is told to who waits; the model before stays
            {
                _logger.LogError(e, "The language model of tenant {Tenant} could not be built; the one before stays.", tenant);
                entry.First.TrySetException(e);
                return;
            }
            lock (entry)
            {
                var version = _feed.VersionOf(tenant);
                if (version == entry.Version)
                    return;
                entry.Version = version;
            }
        }
    }

    private async Task<DecoderPool> BuildAsync(TenantId tenant, string folder)
    {
        var items = _feed.ItemsOf(tenant).Where(IsEnglish).ToList();
        var files = new TenantLanguage(EnglishResources.Dictionary, _english.Background, _english.Recipe).Write(items, folder);
        var pool = new DecoderPool(() => new SphinxDecoder(files.LanguageModel, files.Dictionary), MaxDecodersPerTenant, files.DomainWords, _threads);
        pool.Return(await pool.RentAsync(CancellationToken.None));
        _logger.LogInformation("Language model of tenant {Tenant} built from {Items} items.", tenant, items.Count);
        return pool;
    }

    private static void Replace(Entry entry, DecoderPool pool, string folder)
    {
        var old = entry.Current;
        entry.Current = pool;
        entry.First.TrySetResult(pool);
        old?.Dispose();
        // Somebody may still be waiting for a decoder of the model just replaced, so its files stay until the next one.
        entry.Folders.Enqueue(folder);
        if (entry.Folders.Count > KeptModels)
            Directory.Delete(entry.Folders.Dequeue(), recursive: true);
    }

    private static bool IsEnglish(KnowledgeItem item) => item.Language.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    private sealed class Entry
    {
        private volatile DecoderPool? _current;

        public DecoderPool? Current { get => _current; set => _current = value; }

        public TaskCompletionSource<DecoderPool> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Queue<string> Folders { get; } = new();

        public long Version { get; set; } = -1;

        public Task Building { get; set; } = Task.CompletedTask;
    }
}
