using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartPbx.Demo;

/// <summary>What is asked and known in the demo: the knowledge folder and the questions file, ours or somebody else's.</summary>
public sealed class Material
{
    public required string KnowledgeFolder { get; init; }
    public required IReadOnlyList<Item> Items { get; init; }
    public required IReadOnlyList<Known> KnownQuestions { get; init; }
    public required IReadOnlyList<string> UnknownQuestions { get; init; }
    public required Script Scenario { get; init; }
    public required IReadOnlyList<string> Voices { get; init; }

    /// <summary>One knowledge item, as far as the demo needs it.</summary>
    public sealed class Item { public string Question { get; set; } = ""; public string Answer { get; set; } = ""; public string? Language { get; set; } }

    /// <summary>A question and the answer that the knowledge has for it.</summary>
    public sealed class Known { public string Question { get; set; } = ""; public string Answer { get; set; } = ""; }

    /// <summary>Lines of the scenario that are not in the knowledge.</summary>
    public sealed class Script
    {
        public string UnknownQuestion { get; set; } = "";
        public string OperatorAnswer { get; set; } = "You can collect your parcel at the front desk until seven in the evening.";
        public string BridgedQuestion { get; set; } = "When will the new branch in the city open?";
        public string BridgedFact { get; set; } = "The new branch in the city will open on Monday the first of March.";
        public string AwayQuestion { get; set; } = "";
    }

    private sealed class QuestionFile
    {
        public List<Known> Known { get; set; } = [];
        public List<string> Unknown { get; set; } = [];
        public Script? Scenario { get; set; }
    }

    /// <summary>The voice of the scenario's callers: the one that the recogniser's default model hears best, when it is among the voices.</summary>
    public string ClearVoice => Voices.Contains("rms") ? "rms" : Voices[0];

    /// <summary>Another voice than <see cref="ClearVoice"/>, when there is one.</summary>
    public string OtherVoice => Voices.FirstOrDefault(v => v != ClearVoice, ClearVoice);

    /// <summary>The English item with the longest answer: the one to interrupt.</summary>
    public required Item LongestItem { get; set; }

    public static Material Load(string knowledgeFolder, string questionsFile, IReadOnlyList<string> voices)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();
        var items = Directory.EnumerateFiles(knowledgeFolder, "*.yaml").Order().SelectMany(f => yaml.Deserialize<List<Item>>(File.ReadAllText(f))).ToList();
        var questions = yaml.Deserialize<QuestionFile>(File.ReadAllText(questionsFile));
        if (items.Count == 0) throw new InvalidDataException($"no knowledge items in {knowledgeFolder} (*.yaml)");
        if (questions.Known.Count == 0 || questions.Unknown.Count < 2) throw new InvalidDataException($"{questionsFile} needs 'known' and at least two 'unknown' questions");
        var script = questions.Scenario ?? new Script();
        if (script.UnknownQuestion.Length == 0) script.UnknownQuestion = questions.Unknown[0];
        if (script.AwayQuestion.Length == 0) script.AwayQuestion = questions.Unknown[^1];
        return new Material
        {
            KnowledgeFolder = knowledgeFolder, Items = items, LongestItem = items.Where(i => i.Language is null or "en" or "en-US").MaxBy(i => i.Answer.Length)!, KnownQuestions = questions.Known, UnknownQuestions = questions.Unknown,
            Scenario = script, Voices = voices,
        };
    }
}
