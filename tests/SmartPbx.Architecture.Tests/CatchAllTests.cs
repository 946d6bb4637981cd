using System.Text.RegularExpressions;

namespace SmartPbx.Architecture.Tests;

/// <summary>Who catches everything hides bugs, unless the place is a boundary and says why: <c>// boundary: reason</c> on the line of the catch.</summary>
public sealed partial class CatchAllTests
{
    [Fact]
    public void Whoever_catches_everything_is_a_boundary_and_says_why()
    {
        var offenders = from folder in (string[])["src", "media-edge", "functions"]
                        from file in Repository.Files(folder, "*.cs")
                        let text = File.ReadAllText(file)
                        from Match handler in Handler().Matches(text)
                        where !IsNarrow(handler.Groups["filter"].Value) && !Rethrows(text, handler.Index + handler.Length) && !Reason().IsMatch(handler.Groups["comment"].Value)
                        select $"{Path.GetRelativePath(Repository.Root, file)}: {handler.Value.Trim()}";
        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("catch (Exception e)", true)]
    [InlineData("catch", true)]
    [InlineData("catch (Exception e) when (!cancellationToken.IsCancellationRequested)", true)]
    [InlineData("catch (Exception e) when (e is not OperationCanceledException)", true)]
    [InlineData("catch (Exception e) when (e is IOException or JsonException)", false)]
    [InlineData("catch (Exception e) when (IsOrdinaryEnd(e))", false)]
    public void Handler_is_read_as_what_it_is(string code, bool catchesAll) =>
        Assert.Equal(catchesAll, Handler().Match(code) is { Success: true } handler && !IsNarrow(handler.Groups["filter"].Value));

    [Theory]
    [InlineData("catch (IOException e)")]
    [InlineData("task.Catch(e)")]
    public void Other_handlers_are_not_asked(string code) => Assert.DoesNotMatch(Handler(), code);

    // A filter that names what it takes; one that only says what it does not take still takes everything else.
    private static bool IsNarrow(string filter) => Named().IsMatch(filter);

    // The block that begins after the handler's line hands the exception on.
    private static bool Rethrows(string text, int from)
    {
        var (open, depth) = (text.IndexOf('{', from), 0);
        for (var i = open; i >= 0 && i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0) return text[open..i].Contains("throw;", StringComparison.Ordinal);
        }
        return false;
    }

    [GeneratedRegex(@"^[ \t]*catch(?:[ \t]*\(Exception\b[^)]*\)(?:[ \t]*when[ \t]*(?<filter>\(.*\)))?)?[ \t]*(?<comment>//.*)?\r?$", RegexOptions.Multiline)]
    private static partial Regex Handler();

    [GeneratedRegex(@"\bis (?!not\b)[A-Z]\w*|\bIs[A-Z]\w*\(")]
    private static partial Regex Named();

    [GeneratedRegex(@"^// boundary: \w+(\W+\w+){2,}")]
    private static partial Regex Reason();
}
