using System.Runtime.CompilerServices;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>A voice of 60 ms a character, in chunks of 200 ms, as fast as it is asked.</summary>
internal sealed class FakeTextToSpeech(TimeProvider clock) : ITextToSpeech
{
    public const int SamplesPerCharacter = 480;
    private const int ChunkSamples = 1600;

    public readonly List<string> Spoken = [];

    public TimeSpan FirstChunkDelay { get; set; }

    public bool Throws { get; set; }

    public bool Hangs { get; set; }

    public int Running { get; private set; }

    public static int Milliseconds(string text) => text.Length * SamplesPerCharacter / 8;

    public async IAsyncEnumerable<ReadOnlyMemory<short>> SpeakAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Throws) throw new InvalidOperationException("voice is broken");
        Spoken.Add(request.Text);
        Running++;
        try
        {
            if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
            if (FirstChunkDelay > TimeSpan.Zero) await Task.Delay(FirstChunkDelay, clock, cancellationToken);
            var samples = new short[request.Text.Length * SamplesPerCharacter];
            Array.Fill(samples, (short)1000);
            for (var at = 0; at < samples.Length; at += ChunkSamples) yield return samples.AsMemory(at, Math.Min(ChunkSamples, samples.Length - at));
        }
        finally
        {
            Running--;
        }
    }
}
