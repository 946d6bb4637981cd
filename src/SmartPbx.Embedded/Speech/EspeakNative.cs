using System.Runtime.InteropServices;

namespace SmartPbx.Embedded.Speech;

/// <summary>The part of espeak-ng's <c>speak_lib.h</c> that is used. The library has one global state: only <see cref="EspeakEngine"/> calls it.</summary>
internal static unsafe partial class EspeakNative
{
    private const string Library = "libespeak-ng.so.1";

    /// <summary>Audio goes to the callback, on the calling thread, before <c>espeak_Synth</c> returns.</summary>
    internal const int OutputSynchronous = 2;
    internal const uint TextIsUtf8 = 1;
    internal const int PhonemesAsIpa = 2;
    internal const int ParameterRate = 1;
    internal const int ParameterWordGap = 7;

    [LibraryImport(Library)]
    internal static partial int espeak_Initialize(int output, int bufferMs, byte* path, int options);

    [LibraryImport(Library)]
    internal static partial void espeak_SetSynthCallback(delegate* unmanaged[Cdecl]<short*, int, void*, int> callback);

    [LibraryImport(Library)]
    internal static partial int espeak_Synth(byte* text, nuint size, uint position, int positionType, uint endPosition, uint flags, uint* id, nint userData);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int espeak_SetVoiceByName(string name);

    [LibraryImport(Library)]
    internal static partial int espeak_SetParameter(int parameter, int value, int relative);

    [LibraryImport(Library)]
    internal static partial nint espeak_TextToPhonemes(byte** text, int textMode, int phonemeMode);
}
