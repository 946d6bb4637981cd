using System.Reflection;
using System.Xml.Linq;

namespace SmartPbx.Architecture.Tests;

public sealed class DependencyDirectionTests
{
    /// <summary>Who may use whom. Adapters are chosen only where a process is composed, so hosts may name Embedded in their project, but only the file that composes the process may use it.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["SmartPbx.Sip"] = [],
        ["SmartPbx.Media"] = [],
        ["SmartPbx.Domain"] = [],
        ["SmartPbx.Agents"] = ["SmartPbx.Domain", "SmartPbx.Media"],
        ["SmartPbx.Embedded"] = ["SmartPbx.Domain", "SmartPbx.Media"],
        ["SmartPbx.MediaEdge"] = ["SmartPbx.Sip", "SmartPbx.Media", "SmartPbx.Domain", "SmartPbx.Agents", "SmartPbx.Embedded"],
        ["SmartPbx.Functions"] = ["SmartPbx.Domain", "SmartPbx.Media", "SmartPbx.Embedded"],
        ["SmartPbx.Standalone"] = ["SmartPbx.Embedded", "SmartPbx.MediaEdge", "SmartPbx.Functions"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void Projects_reference_only_what_the_architecture_allows(string project)
    {
        var file = new[] { "src", "media-edge", "functions" }.SelectMany(f => Repository.Files(f, project + ".csproj")).Single();
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(references.Except(Allowed[project]));
    }

    [Theory]
    [InlineData("SmartPbx.Sip"), InlineData("SmartPbx.Media"), InlineData("SmartPbx.Domain")]
    public void Libraries_know_nothing_of_the_rest_of_the_product(string library)
    {
        var references = Assembly.Load(library).GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(references, name => name.StartsWith("SmartPbx.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("media-edge"), InlineData("functions")]
    public void Only_a_host_chooses_adapters(string folder)
    {
        var offenders = Repository.Files(folder, "*.cs").Where(f => Path.GetFileName(f) is not ("Program.cs" or "FunctionsHost.cs"))
            .Where(f => File.ReadAllText(f).Contains("SmartPbx.Embedded", StringComparison.Ordinal));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_project_of_the_product_is_in_the_table()
    {
        var projects = new[] { "src", "media-edge", "functions" }.SelectMany(f => Repository.Files(f, "*.csproj")).Select(f => Path.GetFileNameWithoutExtension(f)!);
        Assert.Equal(Allowed.Keys.Order(), projects.Order());
    }
}
