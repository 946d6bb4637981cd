using System.Text;
using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Embedded.Speech;

/// <summary>Builds a tenant's language model and dictionary from its knowledge: what its callers may be expected to say.</summary>
internal sealed class TenantLanguage(PronouncingDictionary dictionary, IReadOnlyDictionary<string, double> background, LanguageModelRecipe recipe)
{
    /// <summary>Items beyond this many, oldest first, do not enter the model: it must load within a second.</summary>
    public const int MaxItems = 5000;

    private readonly NgramModel _model = new(background, recipe.BackgroundShare, recipe.Discount);
    private readonly HashSet<string> _domainWords = new(StringComparer.Ordinal);

    /// <summary>Writes <c>model.arpa</c> and <c>words.dict</c> into the folder.</summary>
    public TenantModelFiles Write(IReadOnlyList<KnowledgeItem> items, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var item in items.OrderByDescending(i => i.UpdatedAt).Take(MaxItems))
            Add(item);
        AddPhrases();
        var files = new TenantModelFiles(Path.Combine(folder, "model.arpa"), Path.Combine(folder, "words.dict"), _domainWords);
        using (var arpa = new StreamWriter(files.LanguageModel, append: false, new UTF8Encoding(false)))
            _model.Write(arpa);
        WriteDictionary(files.Dictionary);
        return files;
    }

    private void Add(KnowledgeItem item)
    {
        foreach (var question in item.Variants.Prepend(item.Question).SelectMany(SpokenText.Sentences))
            AddQuestion(question);
        foreach (var sentence in SpokenText.Sentences(item.Answer))
            Count(sentence, recipe.AnswerWeight);
    }

    private void AddQuestion(IReadOnlyList<string> question)
    {
        Count(question, recipe.QuestionWeight);
        foreach (var prefix in CallerPhrases.Prefixes)
            Count([.. Words(prefix), .. question], recipe.OpeningWeight);
        foreach (var suffix in CallerPhrases.Suffixes)
            Count([.. question, .. Words(suffix)], recipe.OpeningWeight);
        var rest = WithoutOpening(question);
        if (rest.Length > 0)
            foreach (var opening in CallerPhrases.Openings)
                Count([.. Words(opening), .. rest], recipe.OpeningWeight);
        for (var i = 0; i < question.Count; i++)
            foreach (var form in WordForms.Of(question[i]).Where(dictionary.Contains))
                Count([.. question.Take(i), form, .. question.Skip(i + 1)], recipe.InflectionWeight);
    }

    private void AddPhrases()
    {
        foreach (var phrase in CallerPhrases.Openings.Concat(CallerPhrases.Prefixes).Concat(CallerPhrases.Turns))
            Count(Words(phrase), recipe.CarrierWeight);
    }

    private void Count(IReadOnlyList<string> sentence, double weight)
    {
        // A word that cannot be pronounced would make the whole dictionary fail to load.
        var spoken = sentence.Where(w => dictionary.Of(w).Count > 0).ToList();
        _domainWords.UnionWith(spoken);
        _model.Add(spoken, weight);
    }

    private void WriteDictionary(string path)
    {
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(false));
        foreach (var word in _model.Vocabulary)
        {
            var number = 0;
            foreach (var pronunciation in dictionary.Of(word))
                output.Write(++number == 1 ? $"{word} {pronunciation}\n" : $"{word}({number}) {pronunciation}\n");
        }
    }

    private static string[] WithoutOpening(IReadOnlyList<string> question)
    {
        var text = string.Join(' ', question);
        var opening = CallerPhrases.Openings.Where(o => text.StartsWith(o + ' ', StringComparison.Ordinal)).MaxBy(o => o.Length);
        return opening is null ? [] : Words(text[(opening.Length + 1)..]);
    }

    private static string[] Words(string phrase) => phrase.Split(' ');
}
