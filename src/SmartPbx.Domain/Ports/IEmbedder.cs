namespace SmartPbx.Domain.Ports;

/// <summary>Text to vector.</summary>
public interface IEmbedder
{
    /// <summary>Length of the vectors.</summary>
    int Dimensions { get; }

    /// <summary>One unit-length vector per text, in order.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
