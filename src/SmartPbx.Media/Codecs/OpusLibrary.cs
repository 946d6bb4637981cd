using System.Runtime.InteropServices;

namespace SmartPbx.Media.Codecs;

/// <summary>What we call of libopus (Debian package libopus0, version 1.3 or later). Functions with variable arguments take one int here.</summary>
internal static unsafe partial class OpusLibrary
{
    public const int ApplicationVoice = 2048;
    public const int SetBitrate = 4002, SetMaxBandwidth = 4004, SetVariableBitrate = 4006, SetComplexity = 4010, SetInbandFec = 4012,
        SetPacketLossPercent = 4014, SetDtx = 4016, SetSignal = 4024;
    public const int SignalVoice = 3001;
    public const int Narrowband = 1101, Mediumband = 1102, Wideband = 1103;

    private const string Library = "libopus.so.0";

    public static bool IsInstalled { get; } = NativeLibrary.TryLoad(Library, typeof(OpusLibrary).Assembly, DllImportSearchPath.SafeDirectories, out _);

    [LibraryImport(Library, EntryPoint = "opus_encoder_create")]
    public static partial nint CreateEncoder(int sampleRateHz, int channels, int application, out int error);

    [LibraryImport(Library, EntryPoint = "opus_encode")]
    public static partial int Encode(nint encoder, short* pcm, int samples, byte* payload, int capacity);

    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int Control(nint encoder, int request, int value);

    [LibraryImport(Library, EntryPoint = "opus_encoder_destroy")]
    public static partial void DestroyEncoder(nint encoder);

    [LibraryImport(Library, EntryPoint = "opus_decoder_create")]
    public static partial nint CreateDecoder(int sampleRateHz, int channels, out int error);

    [LibraryImport(Library, EntryPoint = "opus_decode")]
    public static partial int Decode(nint decoder, byte* payload, int length, short* pcm, int samples, int useFec);

    [LibraryImport(Library, EntryPoint = "opus_decoder_destroy")]
    public static partial void DestroyDecoder(nint decoder);
}
