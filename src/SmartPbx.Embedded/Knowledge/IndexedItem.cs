using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>An item as it is searched: each of its wordings in terms, the terms of its answer, and the vector of each wording.</summary>
internal sealed record IndexedItem(
    KnowledgeItem Item, IReadOnlyList<IReadOnlyList<WeightedTerm>> Wordings, IReadOnlySet<string> QuestionTerms, IReadOnlySet<string> AnswerTerms,
    IReadOnlyList<float[]> Vectors)
{
    public static IndexedItem Of(KnowledgeItem item)
    {
        var texts = item.Variants.Prepend(item.Question).ToList();
        var wordings = texts.Select(Knowledge.QuestionTerms.Of).ToList();
        var keywords = item.Keywords.SelectMany(Knowledge.QuestionTerms.Of);
        var question = wordings.SelectMany(w => w).Concat(keywords).Select(t => t.Text).ToHashSet(StringComparer.Ordinal);
        return new IndexedItem(item, wordings, question, Knowledge.QuestionTerms.Of(item.Answer).Select(t => t.Text).ToHashSet(StringComparer.Ordinal),
            [.. texts.Select(HashedVector.Of)]);
    }

    /// <summary>Whether callers of the owner in the language and category asked for may hear it.</summary>
    public bool Matches(KnowledgeQuery query) =>
        (Item.Owner is null || Item.Owner == query.Owner)
        && (query.Language is null || SameLanguage(Item.Language, query.Language))
        && (query.Category is null || Item.Category == query.Category);

    // ko answers ko-KR.
    private static bool SameLanguage(string a, string b) => a.Split('-')[0].Equals(b.Split('-')[0], StringComparison.OrdinalIgnoreCase);
}
