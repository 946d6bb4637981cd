using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Standalone.Configuration;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartPbx.Standalone.Seeding;

/// <summary>Knowledge as a folder of YAML files: lists of <c>question</c>, <c>variants</c>, <c>answer</c>, <c>category</c>, <c>language</c> (en or ko).</summary>
internal sealed class KnowledgeFiles(TimeProvider clock, IIdSource ids)
{
    private sealed class Entry
    {
        public string Question { get; set; } = "";
        public List<string> Variants { get; set; } = [];
        public string Answer { get; set; } = "";
        public string Category { get; set; } = "other";
        public string Language { get; set; } = "en";
    }

    /// <summary>Every item of the folder. Throws <see cref="ConfigurationException"/> with file and reason.</summary>
    public IReadOnlyList<KnowledgeItem> Read(TenantId tenant, string folder)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        var items = new List<KnowledgeItem>();
        foreach (var file in System.IO.Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            try { items.AddRange(yaml.Deserialize<List<Entry>>(File.ReadAllText(file)).Select(e => Item(tenant, e, file))); }
            catch (YamlException invalid) { throw new ConfigurationException("Seed:Knowledge", $"{file}, line {invalid.Start.Line}: {invalid.Message}"); }
        }
        return items;
    }

    private KnowledgeItem Item(TenantId tenant, Entry entry, string file)
    {
        if (entry.Question.Length is 0 or > KnowledgeItem.MaxQuestionCharacters || entry.Answer.Length is 0 or > KnowledgeItem.MaxAnswerCharacters)
            throw new ConfigurationException("Seed:Knowledge", $"{file}: '{entry.Question}' needs a question and an answer of a sensible length");
        var now = clock.GetUtcNow();
        return new KnowledgeItem
        {
            ItemId = new KnowledgeItemId(ids.NewId()), TenantId = tenant, Question = entry.Question, Variants = entry.Variants, Answer = entry.Answer,
            Category = entry.Category, Language = Language(entry.Language, file), Source = KnowledgeSource.Import, Status = KnowledgeStatus.Active,
            CreatedAt = now, UpdatedAt = now, ChangedBy = "system",
        };
    }

    private static string Language(string language, string file) => language switch
    {
        "en" or "en-US" => "en-US",
        "ko" or "ko-KR" => "ko-KR",
        _ => throw new ConfigurationException("Seed:Knowledge", $"{file}: language '{language}' is neither en nor ko"),
    };
}
