using System.Text.RegularExpressions;
using SmartPbx.Domain.Events;

namespace SmartPbx.Architecture.Tests;

public sealed partial class HouseRulesTests
{
    private static readonly string[] Product = ["src", "media-edge", "functions"];

    [Fact]
    public void The_root_holds_nothing_but_the_house()
    {
        string[] allowed =
        [
            "infra", "src", "functions", "media-edge", "tests", "bicep", "docs", ".github", ".ci", ".git", "artifacts", "SmartPbx.sln", "README.md", "Makefile", "global.json",
            "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", ".gitignore", ".gitattributes",
        ];
        Assert.Empty(Directory.EnumerateFileSystemEntries(Repository.Root).Select(Path.GetFileName).Except(allowed));
    }

    [Fact]
    public void Nothing_is_left_unfinished()
    {
        var offenders = Product.SelectMany(f => Repository.Files(f, "*.cs")).Where(f => Unfinished().IsMatch(File.ReadAllText(f)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Event_names_stand_in_the_catalogue_and_nowhere_else_in_product_code()
    {
        var names = EventCatalogue.All.Keys.ToArray();
        var offenders = Product.SelectMany(f => Repository.Files(f, "*.cs")).Where(f => !f.EndsWith("EventCatalogue.cs", StringComparison.Ordinal))
            .Where(f => names.Any(n => Code(f).Contains($"\"{n}\"", StringComparison.Ordinal)));
        Assert.Empty(offenders);
    }

    /// <summary>xunit 2 ends a test class by IDisposable or IAsyncLifetime; IAsyncDisposable alone is never called, and what the class holds is never given back.</summary>
    [Fact]
    public void Test_classes_give_back_what_they_hold()
    {
        var offenders = Repository.Files("tests", "*Tests.cs").Where(f => DisposedByNobody().IsMatch(Code(f)));
        Assert.Empty(offenders);
    }

    private static string Code(string file) => string.Join('\n', File.ReadLines(file).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^public (?:sealed )?class \w+Tests\b(?!.*\b(?:IAsyncLifetime|IDisposable)\b).*\bIAsyncDisposable\b", RegexOptions.Multiline)]
    private static partial Regex DisposedByNobody();
}
