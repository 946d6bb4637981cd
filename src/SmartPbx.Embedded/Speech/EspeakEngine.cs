using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SmartPbx.Embedded.Speech;

/// <summary>Takes a piece of synthesised audio; false stops the synthesis.</summary>
internal delegate bool AudioSink(ReadOnlySpan<short> pcm);

/// <summary>
/// espeak-ng keeps its state per process, so everything goes through one lock here. Synthesis runs at some hundred times real time: a sentence holds
/// the lock for about 10 ms.
/// </summary>
internal static unsafe class EspeakEngine
{
    /// <summary>Audio per callback: short, so that the first chunk is there in about a millisecond.</summary>
    private const int BufferMs = 40;

    private static readonly Lock s_lock = new();
    private static int s_sampleRateHz;
    private static string? s_voice;
    [ThreadStatic]
    private static AudioSink? t_sink;

    /// <summary>Speaks into the sink on the calling thread and returns when all is spoken or the sink said no.</summary>
    /// <returns>Sample rate of the audio, in Hz; the sink is told it through <paramref name="prepare"/> before the first chunk.</returns>
    public static void Speak(string text, string voice, int wordsPerMinute, Func<int, AudioSink> prepare)
    {
        lock (s_lock)
        {
            Select(voice);
            _ = EspeakNative.espeak_SetParameter(EspeakNative.ParameterRate, wordsPerMinute, 0);
            t_sink = prepare(s_sampleRateHz);
            try
            {
                var bytes = Encoding.UTF8.GetBytes(text + '\0');
                fixed (byte* start = bytes)
                    _ = EspeakNative.espeak_Synth(start, (nuint)bytes.Length, 0, 0, 0, EspeakNative.TextIsUtf8, null, 0);
            }
            finally
            {
                t_sink = null;
            }
        }
    }

    /// <summary>The text in the phonetic alphabet (IPA), words separated by blanks.</summary>
    public static string Phonemes(string text, string voice)
    {
        lock (s_lock)
        {
            Select(voice);
            var bytes = Encoding.UTF8.GetBytes(text + '\0');
            fixed (byte* start = bytes)
            {
                var next = start;
                var phonemes = new StringBuilder();
                while (next != null)
                    phonemes.Append(Marshal.PtrToStringUTF8(EspeakNative.espeak_TextToPhonemes(&next, 1, EspeakNative.PhonemesAsIpa))).Append(' ');
                return phonemes.ToString().Trim();
            }
        }
    }

    private static void Select(string voice)
    {
        if (s_sampleRateHz == 0)
        {
            s_sampleRateHz = EspeakNative.espeak_Initialize(EspeakNative.OutputSynchronous, BufferMs, null, 0);
            if (s_sampleRateHz <= 0)
                throw new InvalidOperationException("espeak-ng could not be initialised; is its data installed?");
            EspeakNative.espeak_SetSynthCallback(&OnAudio);
        }
        if (s_voice == voice)
            return;
        if (EspeakNative.espeak_SetVoiceByName(voice) != 0)
            throw new ArgumentException($"espeak-ng has no voice '{voice}'.", nameof(voice));
        s_voice = voice;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnAudio(short* samples, int count, void* events) =>
        samples == null || count <= 0 || t_sink is not { } sink || sink(new ReadOnlySpan<short>(samples, count)) ? 0 : 1;
}
