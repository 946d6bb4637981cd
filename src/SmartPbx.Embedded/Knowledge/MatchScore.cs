namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// How likely an item answers a query, 0–1. The query must be explained by the item (a word the item does not know tells of another question), and the
/// wording must be found in the query (a word missing there tells of another question too); rare words weigh more. Near spellings count in part.
/// </summary>
internal sealed class MatchScore(TenantSnapshot snapshot, string query)
{
    /// <summary>Two terms are near when they share this much of their three-letter pieces.</summary>
    private const double NearSpelling = 0.5;

    /// <summary>A query term that stands in another wording of the item, or in its answer, is explained to this part.</summary>
    private const double OtherWording = 0.8;
    private const double InAnswer = 0.5;
    private const double VectorShare = 0.15;

    private readonly IReadOnlyList<WeightedTerm> _query = QuestionTerms.Of(query);
    private readonly float[] _vector = HashedVector.Of(query);

    public IEnumerable<string> Terms => _query.Select(t => t.Text);

    public float Similarity(IndexedItem item) => item.Vectors.Max(v => HashedVector.Dot(v, _vector));

    public double Of(IndexedItem item)
    {
        var best = 0.0;
        for (var i = 0; i < item.Wordings.Count; i++)
            best = Math.Max(best, Of(item, item.Wordings[i], HashedVector.Dot(item.Vectors[i], _vector)));
        return best;
    }

    private double Of(IndexedItem item, IReadOnlyList<WeightedTerm> wording, float similarity)
    {
        var explained = Share(_query, t => Explained(t.Text, item, wording));
        var found = Share(wording, t => Nearest(t.Text, _query));
        if (explained + found == 0)
            return 0;
        // The query's words count double: a caller leaves words out more often than adding ones that mean nothing.
        var coverage = 3 * explained * found / (explained + 2 * found);
        return Math.Clamp((1 - VectorShare) * coverage + VectorShare * Math.Max(0, similarity), 0, 1);
    }

    private static double Explained(string term, IndexedItem item, IReadOnlyList<WeightedTerm> wording)
    {
        var here = Nearest(term, wording);
        var elsewhere = item.QuestionTerms.Contains(term) ? OtherWording : item.AnswerTerms.Contains(term) ? InAnswer : 0;
        return Math.Max(here, elsewhere);
    }

    private double Share(IReadOnlyList<WeightedTerm> terms, Func<WeightedTerm, double> matched)
    {
        var (sum, total) = (0.0, 0.0);
        foreach (var term in terms)
        {
            var weight = term.Importance * snapshot.Rarity(term.Text);
            total += weight;
            sum += weight * matched(term);
        }
        return total == 0 ? 0 : sum / total;
    }

    private static double Nearest(string term, IReadOnlyList<WeightedTerm> others)
    {
        var best = 0.0;
        foreach (var other in others)
        {
            if (other.Text == term)
                return 1;
            var near = Spelling(term, other.Text);
            if (near >= NearSpelling)
                best = Math.Max(best, near);
        }
        return best;
    }

    // Dice coefficient of the three-letter pieces.
    private static double Spelling(string a, string b)
    {
        if (a.Length < 4 || b.Length < 4 || a[0] == '#' || b[0] == '#')
            return 0;
        var pieces = HashedVector.Pieces(a).ToHashSet(StringComparer.Ordinal);
        var common = HashedVector.Pieces(b).Count(pieces.Contains);
        return 2.0 * common / (a.Length + b.Length);
    }
}
