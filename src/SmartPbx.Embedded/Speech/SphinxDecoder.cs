using System.Runtime.InteropServices;
using System.Text;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// One pocketsphinx decoder: an acoustic model, a dictionary and a language model; 16 kHz input. One thread at a time.
/// </summary>
internal sealed unsafe class SphinxDecoder : IDisposable
{
    public const int SampleRateHz = 16_000;
    private static readonly Lock s_loading = new();

    private readonly nint _config;
    private readonly nint _decoder;
    private readonly nint _logMath;
    private readonly bool _isGeneral;
    private readonly List<nint> _arguments = [];
    private bool _started;

    /// <param name="languageModel">ARPA or binary file.</param>
    /// <param name="dictionary">Words and their phones.</param>
    public SphinxDecoder(string languageModel, string dictionary)
    {
        _isGeneral = languageModel == SphinxModel.LanguageModel;
        // sphinxbase keeps process-wide state while it loads.
        lock (s_loading)
        {
            SphinxNative.err_set_logfp(0);
            _config = Parse(["-hmm", SphinxModel.Acoustic, "-lm", languageModel, "-dict", dictionary, .. SphinxModel.Options]);
            _decoder = SphinxNative.ps_init(_config);
            if (_decoder == 0)
            {
                Dispose();
                throw new InvalidOperationException($"pocketsphinx could not load {languageModel} with {dictionary}.");
            }
            _logMath = SphinxNative.ps_get_logmath(_decoder);
        }
        SpeechMeter.DecoderLoaded(_isGeneral);
    }

    /// <summary>Begins an utterance if none is begun and feeds it.</summary>
    public void Write(ReadOnlySpan<short> pcm)
    {
        if (!_started)
            Start();
        Process(pcm, wholeUtterance: false);
    }

    /// <summary>The words so far.</summary>
    public string Interim() => _started ? Hypothesis() : "";

    /// <summary>Ends the utterance begun by <see cref="Write"/>; the words, fillers included.</summary>
    public IReadOnlyList<SphinxWord> Finish()
    {
        if (!_started)
            return [];
        End();
        return Segments();
    }

    /// <summary>Decodes a whole utterance: more accurate than streaming, because the channel's mean is known from the start.</summary>
    public IReadOnlyList<SphinxWord> Decode(ReadOnlySpan<short> pcm)
    {
        Discard();
        Start();
        Process(pcm, wholeUtterance: true);
        return Finish();
    }

    /// <summary>Forgets the utterance begun.</summary>
    public void Discard()
    {
        if (_started)
            End();
    }

    public void Dispose()
    {
        if (_decoder != 0)
        {
            _ = SphinxNative.ps_free(_decoder);
            SpeechMeter.DecoderFreed(_isGeneral);
        }
        if (_config != 0)
            _ = SphinxNative.cmd_ln_free_r(_config);
        foreach (var argument in _arguments)
            Marshal.FreeHGlobal(argument);
        _arguments.Clear();
    }

    private void Start()
    {
        Check(SphinxNative.ps_start_utt(_decoder), "start");
        _started = true;
    }

    private void End()
    {
        _started = false;
        Check(SphinxNative.ps_end_utt(_decoder), "end");
    }

    private void Process(ReadOnlySpan<short> pcm, bool wholeUtterance)
    {
        fixed (short* samples = pcm)
            Check(SphinxNative.ps_process_raw(_decoder, samples, (nuint)pcm.Length, 0, wholeUtterance ? 1 : 0), "process");
    }

    private string Hypothesis() => Marshal.PtrToStringUTF8(SphinxNative.ps_get_hyp(_decoder, null)) ?? "";

    private List<SphinxWord> Segments()
    {
        var words = new List<SphinxWord>();
        int first, last, acoustic, language, backOff;
        for (var segment = SphinxNative.ps_seg_iter(_decoder, null); segment != 0; segment = SphinxNative.ps_seg_next(segment))
        {
            SphinxNative.ps_seg_frames(segment, &first, &last);
            var posterior = SphinxNative.ps_seg_prob(segment, &acoustic, &language, &backOff);
            var text = Marshal.PtrToStringUTF8(SphinxNative.ps_seg_word(segment)) ?? "";
            words.Add(new SphinxWord(WithoutVariant(text), first, last, Math.Min(1, SphinxNative.logmath_exp(_logMath, posterior))));
        }
        return words;
    }

    /// <summary>The dictionary names a second pronunciation <c>a(2)</c>.</summary>
    private static string WithoutVariant(string word)
    {
        var parenthesis = word.IndexOf('(', StringComparison.Ordinal);
        return parenthesis > 0 ? word[..parenthesis] : word;
    }

    /// <summary>sphinxbase keeps pointers into argv, so the strings live as long as the decoder.</summary>
    private nint Parse(IReadOnlyList<string> arguments)
    {
        var argv = (byte**)NativeMemory.Alloc((nuint)(arguments.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < arguments.Count; i++)
        {
            var text = Utf8(arguments[i]);
            _arguments.Add(text);
            argv[i] = (byte*)text;
        }
        argv[arguments.Count] = null;
        var config = SphinxNative.cmd_ln_parse_r(0, SphinxNative.ps_args(), arguments.Count, argv, 1);
        NativeMemory.Free(argv);
        return config != 0 ? config : throw new InvalidOperationException("pocketsphinx refused its options.");
    }

    private static nint Utf8(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text + '\0');
        var memory = Marshal.AllocHGlobal(bytes.Length);
        Marshal.Copy(bytes, 0, memory, bytes.Length);
        return memory;
    }

    private static void Check(int result, string step)
    {
        if (result < 0)
            throw new InvalidOperationException($"pocketsphinx failed to {step} an utterance.");
    }
}
