using System.Runtime.CompilerServices;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>Quotes the best evidence word by word.</summary>
internal sealed class FakeChatModel(TimeProvider clock) : IChatModel
{
    public readonly List<ChatRequest> Requests = [];

    public TimeSpan FirstTokenDelay { get; set; }

    public TimeSpan TokenDelay { get; set; }

    public double Confidence { get; set; } = 0.9;

    public bool Throws { get; set; }

    public bool Hangs { get; set; }

    public int Cancelled { get; private set; }

    public async IAsyncEnumerable<ChatDelta> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Throws) throw new InvalidOperationException("model is broken");
        var finished = false;
        try
        {
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            if (FirstTokenDelay > TimeSpan.Zero) await Task.Delay(FirstTokenDelay, clock, cancellationToken);
            foreach (var word in (request.Evidence.Count > 0 ? request.Evidence[0].Answer : "I do not know.").Split(' '))
            {
                if (TokenDelay > TimeSpan.Zero) await Task.Delay(TokenDelay, clock, cancellationToken);
                yield return new ChatDelta(word + " ");
            }
            finished = true;
            yield return new ChatDelta("", Confidence);
        }
        finally
        {
            if (!finished) Cancelled++;
        }
    }
}
