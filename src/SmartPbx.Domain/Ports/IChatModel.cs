using SmartPbx.Domain.Speech;

namespace SmartPbx.Domain.Ports;

/// <summary>A language model that answers from evidence, streaming.</summary>
public interface IChatModel
{
    /// <summary>Deltas in order; the last carries the confidence.</summary>
    IAsyncEnumerable<ChatDelta> AnswerAsync(ChatRequest request, CancellationToken cancellationToken);
}
