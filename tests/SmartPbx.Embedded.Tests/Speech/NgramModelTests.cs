using System.Globalization;
using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class NgramModelTests
{
    private static readonly Dictionary<string, double> s_background = new() { ["the"] = 0.7, ["weather"] = 0.3 };

    [Theory]
    [InlineData("<s>")]
    [InlineData("where is")]
    [InlineData("is the")]
    public void The_probabilities_after_a_history_sum_to_one(string history)
    {
        var model = Parse();

        var sum = model.Words.Sum(w => Math.Pow(10, model.Log(history, w)));

        Assert.Equal(1, sum, 2);
    }

    [Fact]
    public void What_was_written_is_likelier_than_what_was_not()
    {
        var model = Parse();

        Assert.True(model.Log("where is", "the") > model.Log("where is", "weather") + 1);
    }

    private static Arpa Parse()
    {
        var model = new NgramModel(s_background, backgroundShare: 0.3, discount: 0.7);
        model.Add(["where", "is", "the", "shop"], 1);
        model.Add(["where", "is", "the", "station"], 0.2);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        model.Write(text);
        return new Arpa(text.ToString());
    }

    /// <summary>Reads the format as a decoder does: the longest n-gram, or the back-off weight of the history and a shorter one.</summary>
    private sealed class Arpa
    {
        private readonly Dictionary<string, (double Log, double BackOff)> _entries = [];

        public Arpa(string text)
        {
            foreach (var columns in text.Split('\n').Select(l => l.Split('\t')).Where(c => c.Length > 1))
                _entries[columns[1]] = (Number(columns[0]), columns.Length > 2 ? Number(columns[2]) : 0);
        }

        public IEnumerable<string> Words => _entries.Keys.Where(k => !k.Contains(' ', StringComparison.Ordinal) && k != "<s>");

        public double Log(string history, string word)
        {
            if (_entries.TryGetValue($"{history} {word}".TrimStart(), out var entry))
                return entry.Log;
            var blank = history.IndexOf(' ', StringComparison.Ordinal);
            return _entries.GetValueOrDefault(history).BackOff + Log(blank < 0 ? "" : history[(blank + 1)..], word);
        }

        private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
