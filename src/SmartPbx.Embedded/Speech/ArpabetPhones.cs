namespace SmartPbx.Embedded.Speech;

/// <summary>espeak-ng's American English phonemes (IPA) as the 39 phones of the CMU dictionary.</summary>
internal static class ArpabetPhones
{
    // Longest first where one is the beginning of another.
    private static readonly (string Ipa, string[] Phones)[] s_map =
    [
        ("tʃ", ["CH"]), ("dʒ", ["JH"]), ("aɪə", ["AY", "AH"]), ("aɪ", ["AY"]), ("aʊ", ["AW"]), ("eɪ", ["EY"]), ("oʊ", ["OW"]), ("əʊ", ["OW"]),
        ("ɔɪ", ["OY"]), ("ɪɹ", ["IH", "R"]), ("ɛɹ", ["EH", "R"]), ("ʊɹ", ["UH", "R"]), ("ɔːɹ", ["AO", "R"]), ("oːɹ", ["AO", "R"]),
        ("ɑːɹ", ["AA", "R"]),
        ("ɜː", ["ER"]), ("ɚ", ["ER"]), ("ɝ", ["ER"]), ("iə", ["IY", "AH"]), ("əl", ["AH", "L"]), ("iː", ["IY"]), ("uː", ["UW"]),
        ("ɑː", ["AA"]), ("ɔː", ["AO"]),
        ("æ", ["AE"]), ("ʌ", ["AH"]), ("ə", ["AH"]), ("ɐ", ["AH"]), ("ɛ", ["EH"]), ("e", ["EH"]), ("ɪ", ["IH"]), ("ᵻ", ["IH"]),
        ("i", ["IY"]), ("ʊ", ["UH"]), ("u", ["UW"]),
        ("ɑ", ["AA"]), ("a", ["AE"]), ("ɒ", ["AA"]), ("ɔ", ["AO"]), ("o", ["OW"]), ("b", ["B"]), ("d", ["D"]), ("ð", ["DH"]), ("f", ["F"]),
        ("ɡ", ["G"]), ("g", ["G"]),
        ("h", ["HH"]), ("j", ["Y"]), ("k", ["K"]), ("x", ["K"]), ("l", ["L"]), ("ɬ", ["L"]), ("m", ["M"]), ("n", ["N"]), ("ŋ", ["NG"]),
        ("p", ["P"]), ("ɹ", ["R"]), ("r", ["R"]),
        ("ɾ", ["T"]), ("s", ["S"]), ("ʃ", ["SH"]), ("t", ["T"]), ("ʔ", ["T"]), ("θ", ["TH"]), ("v", ["V"]), ("w", ["W"]), ("z", ["Z"]), ("ʒ", ["ZH"]),
    ];

    /// <summary>The phones in order; stress and length marks are skipped.</summary>
    public static IReadOnlyList<string> FromIpa(string ipa)
    {
        var phones = new List<string>();
        for (var i = 0; i < ipa.Length;)
        {
            var match = Array.Find(s_map, m => string.CompareOrdinal(ipa, i, m.Ipa, 0, m.Ipa.Length) == 0);
            if (match.Ipa is null)
            {
                i++;
                continue;
            }
            phones.AddRange(match.Phones);
            i += match.Ipa.Length;
        }
        return phones;
    }
}
