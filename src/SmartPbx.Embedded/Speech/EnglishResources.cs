namespace SmartPbx.Embedded.Speech;

/// <summary>What all English models share: the pronouncing dictionary and the background words. Loaded once, when first needed (about 0.3 s).</summary>
internal sealed class EnglishResources
{
    private static readonly Lazy<PronouncingDictionary> s_dictionary = new(() => new PronouncingDictionary(SphinxModel.Dictionary));
    private readonly Lazy<IReadOnlyDictionary<string, double>> _background;

    public EnglishResources(LanguageModelRecipe recipe)
    {
        Recipe = recipe;
        _background = new(() => BackgroundWords.Load(Dictionary, recipe.BackgroundWords));
    }

    public LanguageModelRecipe Recipe { get; }

    public static PronouncingDictionary Dictionary => s_dictionary.Value;

    public IReadOnlyDictionary<string, double> Background => _background.Value;
}
