using SmartPbx.Domain.Speech;

namespace SmartPbx.Domain.Ports;

/// <summary>Speech to text: streaming during the call, and a file afterwards.</summary>
public interface ISpeechToText
{
    /// <summary>Whether the engine understands the language (BCP 47); if not, the agent offers keypad and person instead.</summary>
    bool Supports(string language);

    /// <summary>Opens a stream; cheap enough to be called per call, not per utterance.</summary>
    ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken);

    /// <summary>Recognises a whole utterance or recording channel; splits long audio at pauses and gives word times relative to its start.</summary>
    /// <param name="pcm">16-bit mono at the options' rate.</param>
    Task<Recognition> RecognizeAsync(SpeechOptions options, ReadOnlyMemory<short> pcm, CancellationToken cancellationToken);
}
