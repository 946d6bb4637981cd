using System.Collections.Frozen;

namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>
/// Words by which the rules read a conversation. Local recognition writes lower-case words without punctuation, cloud engines write sentences; both must do.
/// </summary>
internal static class Phrases
{
    private static readonly FrozenSet<string> QuestionOpeners = new[]
    {
        "what", "when", "where", "who", "whom", "whose", "which", "why", "how", "is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "will",
        "would", "should", "shall", "may", "have", "has",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] QuestionMarks =
    [
        "can you tell me", "could you tell me", "do you know", "i want to know", "i would like to know", "i'd like to know", "i wanted to ask", "i was wondering",
        "tell me", "how much", "how many", "how long", "what time", "is there", "are there",
    ];

    private static readonly string[] KoreanQuestionEndings = ["까요", "나요", "가요", "는지요", "습니까", "니까", "은요", "는요"];

    /// <summary>What opens a turn without saying anything.</summary>
    public static readonly string[] Openers =
    [
        "hello", "hi", "hey", "good morning", "good afternoon", "good evening", "thank you for calling", "thanks for calling", "thank you", "thanks", "yes",
        "yeah", "yep", "no", "sure", "of course", "certainly", "okay", "ok", "all right", "alright", "right", "well", "so", "um", "uh", "er", "ah", "oh", "hmm",
        "please", "excuse me", "sorry", "by the way", "actually", "let me see", "여보세요", "안녕하세요", "네", "예", "음", "어", "감사합니다", "그", "저",
    ];

    /// <summary>Words that point at something only the speakers could see.</summary>
    public static readonly FrozenSet<string> Vague = new[]
    {
        "이거", "그거", "저거", "이것", "그것", "저것", "음", "어", "um", "uh", "er", "hmm", "thing", "things", "stuff", "something", "somehow", "whatever",
        "thingy", "kinda", "sorta",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The answer is that there is none.</summary>
    public static readonly string[] Unresolved =
    [
        "i don't know", "i do not know", "don't know", "not sure", "no idea", "i can't say", "let me check", "let me look", "have to check", "need to check",
        "i'll check", "i will check", "call you back", "get back to you", "one moment", "hold on", "just a moment", "모르겠", "확인해", "잠시만",
    ];

    /// <summary>True of this caller only, so useless to the next one.</summary>
    public static readonly string[] Personal =
    [
        "your order", "your name", "your account", "your parcel", "your package", "my name", "my order", "my account", "i see here", "i am calling", "i'm calling",
        "speaking", "how can i help", "how may i help", "anything else", "have a nice day", "good bye", "goodbye", "bye", "see you", "nice day", "고객님의",
    ];

    /// <summary>What carries facts: times, numbers, money, places.</summary>
    public static readonly FrozenSet<string> Informative = new[]
    {
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "twenty", "thirty",
        "forty", "fifty", "sixty", "hundred", "thousand", "first", "second", "third", "fourth", "fifth", "half", "quarter", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "weekend", "weekends", "weekdays", "january", "february", "march", "april", "june", "july", "august",
        "september", "october", "november", "december", "today", "tomorrow", "morning", "noon", "afternoon", "evening", "midnight", "o'clock", "minutes", "hours",
        "days", "weeks", "months", "year", "years", "dollars", "dollar", "euros", "euro", "pounds", "won", "percent", "free", "price", "cost", "costs", "open", "opens",
        "opened", "close", "closes", "closed", "street", "floor", "building", "station", "branch", "store", "shop", "office", "website", "email", "phone",
        "delivery", "refund", "return", "exchange", "warranty", "discount", "available", "parking", "office",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words without content of their own.</summary>
    public static readonly FrozenSet<string> Empty = new[]
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "for", "with", "by", "from", "and", "or", "but", "if", "that", "this", "it", "its", "is", "are", "was", "were",
        "be", "been", "am", "do", "does", "did", "have", "has", "had", "will", "would", "can", "could", "shall", "should", "may", "might", "must", "i", "you", "we",
        "they", "he", "she", "my", "your", "our", "their", "me", "us", "them", "as", "so", "not", "there", "here", "what", "when", "where", "who", "how", "why",
        "which", "just", "then", "than", "too", "also", "any", "some", "please",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the turn asks something.</summary>
    public static bool IsQuestion(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.EndsWith('?')) return true;
        var bare = trimmed.TrimEnd('.', '!', ' ');
        if (KoreanQuestionEndings.Any(ending => bare.EndsWith(ending, StringComparison.Ordinal))) return true;
        var words = Words(bare);
        return words.Length > 2 && (QuestionOpeners.Contains(words[0]) || QuestionMarks.Any(mark => ContainsPhrase(words, mark)));
    }

    /// <summary>Lower-case words; an apostrophe belongs to its word.</summary>
    public static string[] Words(string text) => text.ToLowerInvariant().Replace('’', '\'')
        .Split([' ', '\t', '\n', '\r', ',', '.', '!', '?', ';', ':', '"', '(', ')', '…'], StringSplitOptions.RemoveEmptyEntries);

    public static bool ContainsPhrase(string[] words, string phrase) => $" {string.Join(' ', words)} ".Contains($" {phrase} ", StringComparison.Ordinal);

    /// <summary>Like <see cref="ContainsPhrase"/>, or for Korean, where endings are glued on, anywhere in the text.</summary>
    public static bool ContainsAny(string text, IEnumerable<string> phrases)
    {
        var words = Words(text);
        return phrases.Any(phrase => char.IsAscii(phrase[0]) ? ContainsPhrase(words, phrase) : text.Contains(phrase, StringComparison.Ordinal));
    }

    public static IEnumerable<string> Content(string text) => Words(text).Where(word => !Empty.Contains(word) && word.Length > 1);
}
