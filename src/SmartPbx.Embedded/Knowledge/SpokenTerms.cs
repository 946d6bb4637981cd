using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Knowledge;

/// <summary>
/// An utterance as its sounds, to find words in it that were heard as others ("pride" for "price", "a lot" for "lost"). A word is looked for anywhere in
/// the chain of phones, across the borders of the words heard; short words sound like too many others to be looked for.
/// </summary>
internal sealed class SpokenTerms(IReadOnlyList<RecognizedWord> heard)
{
    private const int MinPhones = 4;
    private const double OtherKind = 1;
    private const double SameKind = 0.5;
    private const double LeftOut = 0.8;

    private static readonly Dictionary<string, int> s_kinds = Kinds(
        "AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW", "P T K B D G", "F TH S SH HH V DH Z ZH CH JH", "M N NG", "L R W Y");

    private readonly string[] _phones =
        [.. heard.Select(w => EnglishResources.Dictionary.Of(w.Text)).Where(p => p.Count > 0).SelectMany(p => p[0].Split(' '))];

    private readonly Dictionary<string, double> _likeness = new(StringComparer.Ordinal);

    /// <summary>0–1: how much a part of the utterance sounds like one of the term's words; 0 where it may be chance.</summary>
    public double Likeness(string term, IEnumerable<string> words)
    {
        if (!_likeness.TryGetValue(term, out var likeness))
            _likeness[term] = likeness = words.SelectMany(EnglishResources.Dictionary.Of).Select(p => Likeness(p.Split(' '))).DefaultIfEmpty(0).Max();
        return likeness;
    }

    private double Likeness(string[] word)
    {
        if (word.Length < MinPhones)
            return 0;
        var likeness = 1 - Distance(word) / word.Length;
        return likeness >= ChanceLikeness(word.Length) ? likeness : 0;
    }

    // The shorter the word, the likelier that something like it stands in any utterance.
    private static double ChanceLikeness(int phones) => phones switch { 4 => 0.74, 5 => 0.7, _ => 0.65 };

    // Levenshtein over phones, beginning and ending anywhere in the utterance.
    private double Distance(string[] word)
    {
        var row = new double[_phones.Length + 1];
        for (var i = 1; i <= word.Length; i++)
        {
            (var diagonal, row[0]) = (row[0], i * LeftOut);
            for (var j = 1; j <= _phones.Length; j++)
            {
                var here = Math.Min(diagonal + Change(word[i - 1], _phones[j - 1]), Math.Min(row[j], row[j - 1]) + LeftOut);
                (diagonal, row[j]) = (row[j], here);
            }
        }
        return row.Min();
    }

    private static double Change(string a, string b) =>
        a == b ? 0 : s_kinds.TryGetValue(a, out var kind) && s_kinds.TryGetValue(b, out var other) && kind == other ? SameKind : OtherKind;

    private static Dictionary<string, int> Kinds(params string[] kinds) =>
        kinds.SelectMany((phones, kind) => phones.Split(' ').Select(p => (Phone: p, Kind: kind))).ToDictionary(p => p.Phone, p => p.Kind, StringComparer.Ordinal);
}
