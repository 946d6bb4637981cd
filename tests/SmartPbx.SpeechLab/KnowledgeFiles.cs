using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace SmartPbx.SpeechLab;

/// <summary>Knowledge items from YAML files.</summary>
public static class KnowledgeFiles
{
    /// <param name="path">A file, or a folder of <c>*.yaml</c> files.</param>
    public static IReadOnlyList<KnowledgeItem> Read(string path, TenantId tenant)
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        IEnumerable<string> files = Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal) : [path];
        return [.. files.SelectMany(f => yaml.Deserialize<List<Entry>>(File.ReadAllText(f))).Select((e, i) => e.ToItem(tenant, i))];
    }

    private sealed class Entry
    {
        public string Question { get; set; } = "";

        public List<string> Variants { get; set; } = [];

        public string Answer { get; set; } = "";

        public string Category { get; set; } = "other";

        public string Language { get; set; } = "en";

        public KnowledgeItem ToItem(TenantId tenant, int number) => new()
        {
            ItemId = new KnowledgeItemId($"item-{number:D4}"), TenantId = tenant, Question = Question, Variants = Variants, Answer = Answer, Category = Category,
            Language = Language, Source = KnowledgeSource.Import, Status = KnowledgeStatus.Active, CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch, ChangedBy = "system",
        };
    }
}
