using System.Buffers;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;
using SmartPbx.Media.Codecs;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// Text to speech by espeak-ng, voices <c>en</c> and <c>ko</c>; streams while it synthesises. Far faster than real time, so the chunks queue at the reader;
/// the length of the text bounds the queue.
/// </summary>
public sealed class EspeakTextToSpeech : ITextToSpeech
{
    /// <summary>About five minutes of speech; what is longer is not for a telephone.</summary>
    public const int MaxTextCharacters = 4000;

    public async IAsyncEnumerable<ReadOnlyMemory<short>> SpeakAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Text))
            yield break;
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateUnbounded<ReadOnlyMemory<short>>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var synthesis = Task.Run(() => Synthesize(request, chunks.Writer, abandoned.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in chunks.Reader.ReadAllAsync(cancellationToken))
                yield return chunk;
        }
        finally
        {
            await abandoned.CancelAsync();
            await synthesis;
        }
    }

    private static void Synthesize(SpeechRequest request, ChannelWriter<ReadOnlyMemory<short>> output, CancellationToken abandoned)
    {
        try
        {
            ResamplingWriter? resampler = null;
            var (voice, wordsPerMinute) = EspeakVoices.For(request.Language);
            var text = request.Text.Length <= MaxTextCharacters ? request.Text : request.Text[..MaxTextCharacters];
            EspeakEngine.Speak(text, request.Voice ?? voice, wordsPerMinute, rate =>
            {
                resampler = new ResamplingWriter(rate, request.SampleRateHz);
                return pcm => Send(resampler, pcm, output) && !abandoned.IsCancellationRequested;
            });
            var tail = new ArrayBufferWriter<short>();
            resampler?.Flush(tail);
            output.TryWrite(tail.WrittenMemory);
            output.Complete();
        }
        catch (Exception e) // boundary: the failure goes to the reader of the speech
        {
            output.Complete(e);
        }
    }

    private static bool Send(ResamplingWriter resampler, ReadOnlySpan<short> pcm, ChannelWriter<ReadOnlyMemory<short>> output)
    {
        var chunk = new ArrayBufferWriter<short>(pcm.Length);
        resampler.Write(pcm, chunk);
        return chunk.WrittenCount == 0 || output.TryWrite(chunk.WrittenMemory);
    }
}
