namespace SmartPbx.Embedded.Knowledge;

/// <summary>A word of a question as it is compared: reduced to its stem and, where one exists, to the name of its group of synonyms.</summary>
/// <param name="Text">Stem, group name, or for Korean a pair of syllables.</param>
/// <param name="Importance">0–1, by kind of word alone; how rare the word is among the tenant's items comes on top.</param>
internal readonly record struct WeightedTerm(string Text, double Importance);
