using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Answering;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Speech;

/// <summary>Registers the local speech engines, the knowledge index and the answerer.</summary>
public static class EmbeddedSpeech
{
    /// <summary>espeak-ng and pocketsphinx; needs <see cref="AddEmbeddedKnowledge"/>, from whose items the recogniser's language model is built.</summary>
    public static IServiceCollection AddEmbeddedSpeech(this IServiceCollection services) => services
        .AddSingleton<PocketSphinxSpeechToText>()
        .AddSingleton<ISpeechToText>(p => p.GetRequiredService<PocketSphinxSpeechToText>())
        .AddSingleton<ITextToSpeech, EspeakTextToSpeech>();

    /// <summary>The hybrid index (in <c>knowledge.db</c> of the data folder), the hashed embedder and the extractive answerer.</summary>
    /// <param name="dataFolder">Null: the folder of <see cref="EmbeddedServices.AddEmbeddedStores"/>.</param>
    public static IServiceCollection AddEmbeddedKnowledge(this IServiceCollection services, string? dataFolder = null) => services
        .AddSingleton(p => new EmbeddedKnowledgeIndex(dataFolder ?? p.GetRequiredService<DataFolder>().Root))
        .AddSingleton<IKnowledgeIndex>(p => p.GetRequiredService<EmbeddedKnowledgeIndex>())
        .AddSingleton<IKnowledgeFeed>(p => p.GetRequiredService<EmbeddedKnowledgeIndex>())
        .AddSingleton<IEmbedder, HashedNgramEmbedder>()
        .AddSingleton<IChatModel, ExtractiveAnswerer>();
}
