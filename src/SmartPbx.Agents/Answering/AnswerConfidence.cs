using SmartPbx.Domain.Knowledge;

namespace SmartPbx.Agents.Answering;

/// <summary>
/// How sure the agent is that its answer is right, from retrieval, recognition, the agreement of two decodings, and the model's own signal (AI-8). Words that do
/// not fit the tenant's model come out as known words all the same, so a doubtful recognition never counts by its retrieval score alone.
/// </summary>
internal static class AnswerConfidence
{
    /// <summary>Recognition below this is decoded again with the general model.</summary>
    public const double SureRecognition = 0.7;

    /// <summary>The model's own signal below this means that it does not know.</summary>
    public const double ModelUnsure = 0.5;

    /// <summary>From here on the first sentence is spoken before the model has finished.</summary>
    public const double SpeakAtOnce = 0.8;

    private const double Disagreement = 0.75;
    private const double MinAgreeingScore = 0.3;
    private const double Undecided = 0.8;

    /// <summary>Score of the best hit; 0 without one.</summary>
    public static double Best(IReadOnlyList<KnowledgeHit> hits) => hits.Count == 0 ? 0 : hits[0].Score;

    /// <summary>Of a recognition that needs no second opinion.</summary>
    public static double OfSure(IReadOnlyList<KnowledgeHit> hits) => Best(hits);

    /// <summary>Of a doubtful recognition that could not be decoded again.</summary>
    public static double OfDoubtful(IReadOnlyList<KnowledgeHit> hits, double recognition) =>
        Best(hits) * Undecided * Math.Min(1, recognition / SureRecognition);

    /// <summary>Of two decodings: the same item found twice is trusted, otherwise the general one counts, less.</summary>
    public static double OfTwo(IReadOnlyList<KnowledgeHit> tenant, IReadOnlyList<KnowledgeHit> general)
    {
        return Agree(tenant, general) ? Math.Max(tenant[0].Score, general[0].Score) : Best(general) * Disagreement;
    }

    /// <summary>Both decodings found the same item, and the general one not by chance.</summary>
    public static bool Agree(IReadOnlyList<KnowledgeHit> tenant, IReadOnlyList<KnowledgeHit> general) =>
        tenant.Count > 0 && general.Count > 0 && tenant[0].ItemId == general[0].ItemId && general[0].Score >= MinAgreeingScore;
}
