namespace SmartPbx.Embedded.Speech;

/// <summary>Where Debian's <c>pocketsphinx-en-us</c> keeps its models, and what all decoders share.</summary>
internal static class SphinxModel
{
    private const string Root = "/usr/share/pocketsphinx/model/en-us";
    private const string FrontEndFile = "feat.params";
    private const string MeanOption = "-cmninit";

    public const string Dictionary = Root + "/cmudict-en-us.dict";
    public const string LanguageModel = Root + "/en-us.lm.bin";

    /// <summary>
    /// Mean cepstrum of telephone speech (G.711, raised from 8 to 16 kHz; measured over three voices), from which the running mean of a streamed utterance starts.
    /// The model's own is that of wide-band speech: with it the first seconds of a call are not understood.
    /// </summary>
    private const string TelephoneMean = "43,25,-25,48,-21,2,16,-27,15,-14,4,12,-12";

    private static readonly Lazy<string> s_acoustic = new(LinkWithTelephoneMean);

    /// <summary>Folder of the acoustic model for telephone speech.</summary>
    public static string Acoustic => s_acoustic.Value;

    /// <summary>Silence stays in, so that frames count time.</summary>
    public static IReadOnlyList<string> Options { get; } = ["-remove_silence", "no", "-dither", "no"];

    // A model's own front-end file outranks every option, so the mean can only be changed there: the other files are linked.
    private static string LinkWithTelephoneMean()
    {
        var folder = Directory.CreateTempSubdirectory("smartpbx-acoustic-").FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "en-us")).Where(f => Path.GetFileName(f) != FrontEndFile))
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
        var frontEnd = File.ReadLines(Path.Combine(Root, "en-us", FrontEndFile)).Where(l => !l.StartsWith(MeanOption, StringComparison.Ordinal));
        File.WriteAllLines(Path.Combine(folder, FrontEndFile), frontEnd.Append($"{MeanOption} {TelephoneMean}"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
