using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartPbx.SpeechLab;

/// <summary>Questions of a file: known ones with the answer that is right, unknown ones without.</summary>
public sealed class QuestionSet
{
    public List<KnownQuestion> Known { get; set; } = [];

    public List<string> Unknown { get; set; } = [];

    /// <summary>All questions in order; the answer is null when a person must answer.</summary>
    public IEnumerable<(string Question, string? Answer)> All => Known.Select(k => (k.Question, (string?)k.Answer)).Concat(Unknown.Select(u => (u, (string?)null)));

    public static QuestionSet Read(string path) =>
        new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<QuestionSet>(File.ReadAllText(path));
}
