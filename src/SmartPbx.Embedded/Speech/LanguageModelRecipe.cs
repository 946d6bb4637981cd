namespace SmartPbx.Embedded.Speech;

/// <summary>What a tenant's language model is mixed from; the weights are those that generalised over three unrelated knowledge bases.</summary>
internal sealed record LanguageModelRecipe
{
    /// <summary>Most frequent English words added, so that what the tenant never wrote is heard as itself and not as the tenant's words.</summary>
    public int BackgroundWords { get; init; } = 5000;
    /// <summary>Their share of the unigrams.</summary>
    public double BackgroundShare { get; init; } = 0.2;
    /// <summary>Absolute discount of the n-gram counts.</summary>
    public double Discount { get; init; } = 0.7;
    public double QuestionWeight { get; init; } = 1;
    public double AnswerWeight { get; init; } = 0.2;
    public double CarrierWeight { get; init; } = 1;
    /// <summary>A question with another opening ("could I", "is it possible to").</summary>
    public double OpeningWeight { get; init; } = 0.1;
    /// <summary>A question with a word in another form ("Saturdays").</summary>
    public double InflectionWeight { get; init; } = 0.2;
}
