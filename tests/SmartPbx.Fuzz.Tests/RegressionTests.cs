namespace SmartPbx.Fuzz.Tests;

/// <summary>Every input that <c>make fuzz</c> ever kept is fed again, and a short run with a fixed seed keeps the targets themselves honest.</summary>
public sealed class RegressionTests
{
    private const int ShortRunInputs = 3_000;

    public static TheoryData<string> Targets => new(FuzzTargets.All.Select(t => t.Name));

    [Theory]
    [MemberData(nameof(Targets))]
    public void What_broke_once_does_not_break_again(string name)
    {
        var target = Target(name);
        Assert.All(Corpus.RegressionFiles(name), file => target.Feed(File.ReadAllBytes(file)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_short_run_breaks_nothing(string name)
    {
        var target = Target(name);
        var random = new Mutation.FuzzRandom(4475);
        var mutator = new Mutation.Mutator(random, target.Words);
        var corpus = target.Seeds(random).ToList();
        Assert.All(corpus, input => target.Feed(input));
        for (var i = 0; i < ShortRunInputs; i++) target.Feed(mutator.Mutate(random.Any(corpus), random.Any(corpus)));
    }

    [Fact]
    public void Every_folder_of_regressions_belongs_to_a_target() =>
        Assert.Subset(FuzzTargets.All.Select(t => t.Name).ToHashSet(), Directory.EnumerateDirectories(Corpus.RegressionsRoot).Select(d => Path.GetFileName(d)).ToHashSet());

    private static IFuzzTarget Target(string name) => FuzzTargets.All.Single(t => t.Name == name);
}
