using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Answering;

/// <summary>Vectors without a model: words and their character n-grams hashed into a fixed number of dimensions, unit length.</summary>
public sealed class HashedNgramEmbedder : IEmbedder
{
    public int Dimensions => HashedVector.Dimensions;

    public ValueTask<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ReadOnlyMemory<float>>>([.. texts.Select(t => new ReadOnlyMemory<float>(HashedVector.Of(t)))]);
}
