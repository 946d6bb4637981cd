using SmartPbx.Agents.Phrases;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Speech;
using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Prompts;

/// <summary>The recording notice of bridged calls as audio, made ahead for every number of the directory, so that it plays with the first ring.</summary>
public sealed class NoticeAudio(PhraseCache phrases, ILogger<NoticeAudio> logger)
{
    private const int UsualSampleRateHz = 8000; // a wideband call fetches its own, once
    private static readonly TimeSpan FetchTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The audio, at once when it was made ahead; null when the voice fails.</summary>
    public async ValueTask<ReadOnlyMemory<short>?> GetAsync(TenantId tenant, AgentSettings settings, string language, int sampleRateHz)
    {
        var request = Request(tenant, settings, language, sampleRateHz);
        if (phrases.TryGet(request, out var ready)) return ready;
        try
        {
            using var limit = new CancellationTokenSource(FetchTimeout);
            await phrases.FetchAsync(request, limit.Token);
            return phrases.TryGet(request, out ready) ? ready : null;
        }
        catch (Exception failure) // boundary: a voice provider may fail in any way; the call goes on without a notice
        {
            logger.LogWarning(failure, "the recording notice of tenant {Tenant} could not be spoken", tenant);
            return null;
        }
    }

    /// <summary>Makes notices and the agent's fixed phrases of all numbers ahead.</summary>
    public async Task PrefetchAsync(DirectorySnapshot directory, CancellationToken cancellationToken)
    {
        foreach (var tenant in directory.Tenants.Values.Where(t => t.Tenant.Active))
            foreach (var number in tenant.Numbers.Values)
            {
                var (id, settings, language) = (tenant.Tenant.TenantId, tenant.Tenant.Agent, number.Language ?? tenant.Tenant.Language);
                await GetAsync(id, settings, language, UsualSampleRateHz);
                if (!settings.Enabled) continue;
                try
                {
                    await phrases.PrefetchAsync(id, number.Number, language, settings, UsualSampleRateHz, cancellationToken);
                }
                catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a voice provider may fail in any way; the phrase is made when it is needed
                {
                    logger.LogWarning(failure, "phrases of tenant {Tenant} could not be made ahead", id);
                }
            }
    }

    private static SpeechRequest Request(TenantId tenant, AgentSettings settings, string language, int sampleRateHz)
    {
        var spoken = PhraseBook.Supported(language);
        var text = settings.RecordingNotice ?? (spoken == PhraseBook.Korean ? "이 통화는 녹음됩니다." : "This call is recorded.");
        return new SpeechRequest(tenant, text, spoken, settings.Voice, sampleRateHz);
    }
}
