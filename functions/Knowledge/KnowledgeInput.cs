using SmartPbx.Domain.Knowledge;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Knowledge;

/// <summary>What a client says of an item.</summary>
public sealed record KnowledgeInput(string? Question, IReadOnlyList<string>? Variants, string? Answer, string? Category, string? Language, string? Owner,
    IReadOnlyList<string>? Keywords)
{
    public const int MaxVariants = 20;
    public const int MaxKeywords = 50;
    public const int MaxShortTextCharacters = 100;

    private static readonly string[] Categories = ["delivery", "refund", "exchange", "product", "appointment", "information", "instruction", "other"];
    private static readonly string[] Languages = ["en-US", "ko-KR"];

    /// <summary>What is wrong with it, or null.</summary>
    internal Problem? Check()
    {
        if (!HasLength(Question, KnowledgeItem.MinQuestionCharacters, KnowledgeItem.MaxQuestionCharacters))
            return Problem.Invalid("question", $"{KnowledgeItem.MinQuestionCharacters} to {KnowledgeItem.MaxQuestionCharacters} characters");
        if (!HasLength(Answer, KnowledgeItem.MinAnswerCharacters, KnowledgeItem.MaxAnswerCharacters))
            return Problem.Invalid("answer", $"{KnowledgeItem.MinAnswerCharacters} to {KnowledgeItem.MaxAnswerCharacters} characters");
        if (Variants is { Count: > MaxVariants } || Variants?.Any(v => !HasLength(v, 1, KnowledgeItem.MaxQuestionCharacters)) == true)
            return Problem.Invalid("variants", $"at most {MaxVariants} of 1 to {KnowledgeItem.MaxQuestionCharacters} characters");
        if (Keywords is { Count: > MaxKeywords } || Keywords?.Any(k => !HasLength(k, 1, MaxShortTextCharacters)) == true)
            return Problem.Invalid("keywords", $"at most {MaxKeywords} of 1 to {MaxShortTextCharacters} characters");
        if (Category is not null && !Categories.Contains(Category, StringComparer.Ordinal)) return Problem.Invalid("category", string.Join(", ", Categories));
        if (Language is not null && !Languages.Contains(Language, StringComparer.Ordinal)) return Problem.Invalid("language", string.Join(", ", Languages));
        return Owner is null || HasLength(Owner, 1, MaxShortTextCharacters) ? null : Problem.Invalid("owner", $"1 to {MaxShortTextCharacters} characters");
    }

    /// <summary>The item with what the client said; what was left out stays as it is.</summary>
    internal KnowledgeItem ApplyTo(KnowledgeItem item) => item with
    {
        Question = Question!.Trim(), Answer = Answer!.Trim(), Variants = Variants ?? item.Variants, Category = Category ?? item.Category,
        Language = Language ?? item.Language, Owner = Owner ?? item.Owner, Keywords = Keywords ?? item.Keywords,
    };

    private static bool HasLength(string? text, int min, int max) => text?.Trim().Length is { } length && length >= min && length <= max;
}
