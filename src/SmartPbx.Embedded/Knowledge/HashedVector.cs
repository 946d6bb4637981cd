using System.Numerics;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// A text as a unit vector without a model: its terms and the three-letter pieces of them, hashed to dimensions and signs. Texts that share words are near,
/// and so are words that a recogniser or a typist got slightly wrong.
/// </summary>
internal static class HashedVector
{
    public const int Dimensions = 512;
    private const int PieceLength = 3;
    private const float PieceWeight = 0.35f;

    public static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var term in QuestionTerms.Of(text))
        {
            Add(vector, term.Text, (float)term.Importance);
            foreach (var piece in Pieces(term.Text))
                Add(vector, piece, PieceWeight * (float)term.Importance);
        }
        var length = MathF.Sqrt(Dot(vector, vector));
        if (length > 0)
            for (var i = 0; i < vector.Length; i++)
                vector[i] /= length;
        return vector;
    }

    public static float Dot(float[] a, float[] b)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < Dimensions; i += Vector<float>.Count)
            sum += new Vector<float>(a, i) * new Vector<float>(b, i);
        return Vector.Sum(sum);
    }

    /// <summary>Three-letter pieces of a word with its ends marked; none for a pair of syllables.</summary>
    public static IEnumerable<string> Pieces(string word)
    {
        var marked = $"_{word}_";
        for (var i = 0; i + PieceLength <= marked.Length && word.Length > 2; i++)
            yield return marked.Substring(i, PieceLength);
    }

    private static void Add(float[] vector, string feature, float weight)
    {
        var hash = Fnv1a(feature);
        vector[hash % Dimensions] += (hash & 0x8000_0000) == 0 ? weight : -weight;
    }

    // FNV-1a, 32 bit: the same in every process, unlike string.GetHashCode.
    private static uint Fnv1a(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
            hash = (hash ^ character) * 16777619u;
        return hash;
    }
}
