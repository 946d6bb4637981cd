namespace SmartPbx.Embedded.Speech;

/// <summary>What callers say in any business: openings of questions, courtesies, answers to the agent. The language model knows them beside the tenant's text.</summary>
internal static class CallerPhrases
{
    /// <summary>Openings that may replace one another before the same rest of a question.</summary>
    public static IReadOnlyList<string> Openings { get; } =
    [
        "can i", "could i", "may i", "can you", "could you", "could you please", "can you please", "would you", "will you", "do you",
        "do you also", "do you have", "do you offer",
        "do i", "do i have to", "do i need to", "is there", "is there a", "is there any", "are there", "are there any",
        "is it possible to", "how can i", "how do i", "how should i",
        "i want to", "i would like to", "i'd like to", "i need to", "i need", "i need a", "i want", "i would like", "what is",
        "what is the", "what's the", "what is your",
        "what are", "what are the", "what are your", "where is", "where is the", "where is your", "where can i", "when is", "when are you",
        "when do you", "when can i",
        "how long is", "how long does", "how long does it take to", "how much is", "how much does", "how much do you", "how many",
        "how often", "which", "who", "who is", "why",
        "does", "does the", "does it", "are you", "are your", "is the", "is your", "should i", "must i", "what should i do",
        "what can i do", "what do i", "what happens",
        "i have", "i have a", "my", "please", "tell me about",
    ];

    /// <summary>Said before a question.</summary>
    public static IReadOnlyList<string> Prefixes { get; } =
    [
        "hello", "hi", "hey", "good morning", "good afternoon", "good evening", "excuse me", "please", "okay", "so", "well", "and", "also",
        "sorry", "thank you", "thanks", "great",
        "can you tell me", "could you tell me", "please tell me", "i want to know", "i would like to know", "i have a question",
        "one more question", "do you know", "i was wondering",
    ];

    /// <summary>Said after a question.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = ["please", "thank you", "thanks", "at your place", "there", "exactly"];

    /// <summary>Complete turns.</summary>
    public static IReadOnlyList<string> Turns { get; } =
    [
        "yes", "no", "yeah", "yep", "nope", "yes please", "no thanks", "no thank you", "no that is all", "that's all",
        "that is all thank you", "okay", "ok", "alright", "sure",
        "right", "i see", "uh huh", "uh-huh", "uh", "um", "hello", "hi", "goodbye", "bye", "bye bye", "thank you", "thanks",
        "thank you very much", "thanks a lot",
        "operator", "operator please", "agent", "agent please", "a person please", "can i talk to a person", "can i speak to a person",
        "i want to speak to a person",
        "i want to talk to a human", "i would like to speak to someone", "speak to a human", "let me talk to an agent",
        "can i speak with somebody", "connect me with a person",
        "please connect me to an operator", "representative", "customer service", "put me through to a person", "transfer me", "pardon",
        "sorry what", "what did you say",
        "can you repeat that", "please repeat that", "say that again please", "wait", "wait a moment", "stop", "just a moment",
        "one moment please", "never mind", "i don't know",
        "that is not what i asked", "that was not my question", "are you a robot", "are you there", "can you hear me", "zero", "one",
        "two", "three", "four", "five",
        "six", "seven", "eight", "nine", "ten", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow",
    ];
}
