namespace SmartPbx.SpeechLab;

/// <summary>A knowledge base and what is asked of it.</summary>
/// <param name="HeldOut">No word, weight or threshold was chosen by it; its figure is the honest one. Whoever looks at its single mistakes makes it a tuning set.</param>
public sealed record EvaluationSet(string Name, string Knowledge, string Questions, bool HeldOut)
{
    private static readonly string s_root = Root(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>All sets of the repository, the held-out ones last.</summary>
    public static IReadOnlyList<EvaluationSet> All { get; } =
    [
        new("shop", At("src/SmartPbx.Standalone/Demo/knowledge/shop-en.yaml"), At("src/SmartPbx.Standalone/Demo/questions.yaml"), false),
        new("clinic", At("tests/SmartPbx.Embedded.Tests/HeldOut/knowledge.yaml"), At("tests/SmartPbx.Embedded.Tests/HeldOut/questions.yaml"), false),
        Tested("library"), Tested("internet"), Own("hotel"), Own("pool"), Own("bicycle"), Own("vet") with { HeldOut = true }, Own("transit") with { HeldOut = true },
    ];

    private static EvaluationSet Tested(string name) =>
        new(name, At($"tests/SmartPbx.Embedded.Tests/HeldOut/{name}-knowledge.yaml"), At($"tests/SmartPbx.Embedded.Tests/HeldOut/{name}-questions.yaml"), false);

    private static EvaluationSet Own(string name) =>
        new(name, At($"tests/SmartPbx.SpeechLab/Sets/{name}-knowledge.yaml"), At($"tests/SmartPbx.SpeechLab/Sets/{name}-questions.yaml"), false);

    private static string At(string path) => Path.Combine(s_root, path);

    private static string Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "SmartPbx.sln")) ? folder.FullName
        : Root(folder.Parent ?? throw new DirectoryNotFoundException("The laboratory runs inside the repository."));
}
