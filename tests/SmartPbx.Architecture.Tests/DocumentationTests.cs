using System.Text.RegularExpressions;

namespace SmartPbx.Architecture.Tests;

/// <summary>What the docs name must exist: make targets, paths, code names and names of tests in backticks.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Lazy<HashSet<string>> CodeNames = new(() =>
        [.. new[] { "src", "media-edge", "functions", "tests" }.SelectMany(f => Repository.Files(f, "*.cs")).SelectMany(f => Identifier().Matches(File.ReadAllText(f)).Select(m => m.Value))]);

    private static readonly Lazy<HashSet<string>> TestNames = new(() =>
        [.. Repository.Files("tests", "*.cs").SelectMany(f => TestMethod().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))]);

    public static TheoryData<string> Pages =>
        [.. new[] { "docs", "src", "media-edge", "functions" }.SelectMany(f => Repository.Files(f, "*.md")).Append(Path.Combine(Repository.Root, "README.md"))
            .Select(f => Path.GetRelativePath(Repository.Root, f))];

    [Theory, MemberData(nameof(Pages))]
    public void Commands_in_the_docs_exist(string page)
    {
        var targets = File.ReadLines(Path.Combine(Repository.Root, "Makefile")).Select(l => Target().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value).ToHashSet();
        var named = MakeCommand().Matches(Text(page)).Select(m => m.Groups[1].Value);
        Assert.Empty(named.Except(targets));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Paths_and_links_in_the_docs_exist(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var links = Link().Matches(Text(page)).Select(m => m.Groups[1].Value).Where(l => !l.StartsWith("http", StringComparison.Ordinal) && !l.StartsWith('#'));
        Assert.All(links, l => Assert.True(Path.Exists(Path.Combine(folder, l.Split('#')[0])), l));
        var paths = Backticked().Matches(Text(page)).Select(m => m.Groups[1].Value).Where(p => RepositoryPath().IsMatch(p));
        Assert.All(paths, p => Assert.True(Path.Exists(Path.Combine(Repository.Root, p)), p));
    }

    [Theory, MemberData(nameof(Pages))]
    public void Code_names_in_the_docs_exist(string page)
    {
        var names = Backticked().Matches(Text(page)).Select(m => m.Groups[1].Value).Where(n => PascalName().IsMatch(n)).SelectMany(n => n.Split('.')).Where(n => n.Length > 2);
        Assert.Empty(names.Where(n => !CodeNames.Value.Contains(n)).Distinct());
    }

    [Theory, MemberData(nameof(Pages))]
    public void Tests_named_in_the_docs_exist(string page)
    {
        var names = Backticked().Matches(Text(page)).Select(m => m.Groups[1].Value.Split('.')[^1]).Where(n => SentenceName().IsMatch(n));
        Assert.Empty(names.Where(n => !TestNames.Value.Contains(n)).Distinct());
    }

    [Fact]
    public void The_readme_is_short_and_names_both_commands()
    {
        var readme = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));
        Assert.True(readme.Length < 150, $"{readme.Length} lines");
        Assert.Contains(readme, l => l.Contains("make demo", StringComparison.Ordinal));
        Assert.Contains(readme, l => l.Contains("make test", StringComparison.Ordinal));
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    [GeneratedRegex(@"^([a-z][a-z0-9-]*):(?!=)")]
    private static partial Regex Target();

    [GeneratedRegex(@"(?:`|^\s*|\$ )make ([a-z][a-z0-9-]*)", RegexOptions.Multiline)]
    private static partial Regex MakeCommand();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex Backticked();

    [GeneratedRegex(@"^(src|media-edge|functions|tests|docs|infra|bicep|\.ci)/[\w./-]*$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]+)*$")]
    private static partial Regex PascalName();

    [GeneratedRegex(@"^[A-Z][a-z0-9]*(_[A-Za-z0-9]+){2,}$")]
    private static partial Regex SentenceName();

    [GeneratedRegex(@"(?:void|Task) ([A-Z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+)\(")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]+\b")]
    private static partial Regex Identifier();
}
