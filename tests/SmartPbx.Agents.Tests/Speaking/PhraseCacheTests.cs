using SmartPbx.Agents.Speaking;
using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Tests.Speaking;

public sealed class PhraseCacheTests
{
    private static readonly TenantId Tenant = new("demo");

    [Fact]
    public async Task Fetches_the_greeting_first_and_nothing_twice()
    {
        var voice = new FakeTextToSpeech(TimeProvider.System);
        var cache = new PhraseCache(voice);
        await cache.PrefetchAsync(Tenant, "1000", "en-US", new AgentSettings(), 8000, CancellationToken.None);
        var spoken = voice.Spoken.Count;
        Assert.StartsWith("Hello, this is the AI assistant of 1000", voice.Spoken[0]);
        await cache.PrefetchAsync(Tenant, "1000", "en-US", new AgentSettings(), 8000, CancellationToken.None);
        Assert.Equal(spoken, voice.Spoken.Count);
    }

    [Fact]
    public async Task Audio_of_one_tenant_is_not_found_by_another()
    {
        var cache = new PhraseCache(new FakeTextToSpeech(TimeProvider.System));
        var request = new SpeechRequest(Tenant, "Hello.", "en-US", null, 8000);
        await cache.FetchAsync(request, CancellationToken.None);
        Assert.True(cache.TryGet(request, out _));
        Assert.False(cache.TryGet(request with { Tenant = new TenantId("other") }, out _));
    }
}
