using System.Runtime.InteropServices;

namespace SmartPbx.Embedded.Speech;

/// <summary>
/// The part of pocketsphinx and sphinxbase (Debian 0.8+5prealpha) that is used. Handles are pointers; a decoder may be used by one thread at a time.
/// </summary>
internal static unsafe partial class SphinxNative
{
    private const string Decoder = "libpocketsphinx.so.3";
    private const string Base = "libsphinxbase.so.3";

    [LibraryImport(Decoder)]
    internal static partial nint ps_args();

    [LibraryImport(Decoder)]
    internal static partial nint ps_init(nint config);

    [LibraryImport(Decoder)]
    internal static partial int ps_free(nint decoder);

    [LibraryImport(Decoder)]
    internal static partial int ps_start_utt(nint decoder);

    /// <param name="noSearch">1: only compute features.</param>
    /// <param name="fullUtterance">1: the samples are the whole utterance, so that cepstral means are taken over all of it.</param>
    [LibraryImport(Decoder)]
    internal static partial int ps_process_raw(nint decoder, short* samples, nuint count, int noSearch, int fullUtterance);

    [LibraryImport(Decoder)]
    internal static partial int ps_end_utt(nint decoder);

    [LibraryImport(Decoder)]
    internal static partial nint ps_get_hyp(nint decoder, int* score);

    [LibraryImport(Decoder)]
    internal static partial nint ps_seg_iter(nint decoder, int* score);

    [LibraryImport(Decoder)]
    internal static partial nint ps_seg_next(nint segment);

    [LibraryImport(Decoder)]
    internal static partial nint ps_seg_word(nint segment);

    [LibraryImport(Decoder)]
    internal static partial void ps_seg_frames(nint segment, int* first, int* last);

    [LibraryImport(Decoder)]
    internal static partial int ps_seg_prob(nint segment, int* acoustic, int* language, int* backOff);

    [LibraryImport(Decoder)]
    internal static partial nint ps_get_logmath(nint decoder);

    [LibraryImport(Base)]
    internal static partial nint cmd_ln_parse_r(nint existing, nint definitions, int argc, byte** argv, int strict);

    [LibraryImport(Base)]
    internal static partial int cmd_ln_free_r(nint config);

    [LibraryImport(Base)]
    internal static partial void err_set_logfp(nint file);

    [LibraryImport(Base)]
    internal static partial double logmath_exp(nint logMath, int value);

    [LibraryImport(Base)]
    internal static partial nint logmath_init(double logBase, int shift, int useTable);

    [LibraryImport(Base)]
    internal static partial void logmath_free(nint logMath);

    /// <param name="type">0: by the file itself.</param>
    [LibraryImport(Base, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ngram_model_read(nint config, string path, int type, nint logMath);

    [LibraryImport(Base)]
    internal static partial int ngram_model_free(nint model);

    [LibraryImport(Base)]
    internal static partial uint* ngram_model_get_counts(nint model);

    [LibraryImport(Base)]
    internal static partial nint ngram_word(nint model, int wordId);

    [LibraryImport(Base)]
    internal static partial int ngram_ng_score(nint model, int wordId, nint history, int historyLength, int* used);
}
