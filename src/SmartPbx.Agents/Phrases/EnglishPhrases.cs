using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Phrases;

/// <summary>The agent's texts in English.</summary>
internal static class EnglishPhrases
{
    public static PhraseSet For(AgentSettings settings, string callee) => new()
    {
        Greeting = Greeting(settings, callee),
        KeypadOnly = "I can not understand speech in this language yet. Please say your question and a colleague will listen, or press zero for a person.",
        NotUnderstood = "Sorry, I did not catch that. Could you say it again?",
        Filler = "Let me see.",
        Goodbye = "Thank you for calling. Goodbye.",
        OneMoment = "One moment please, I will ask a colleague.",
        StillAsking = "I am still asking. Thank you for waiting.",
        StillWaiting = "Thank you for your patience. It takes just a little longer.",
        HoldApology = Contact("I am sorry, nobody could answer in time. We will call you back.", settings),
        Fallback = settings.FallbackText ?? Contact("I am sorry, I do not know that, and nobody is here to ask. We will call you back.", settings),
        OperatorAnswers = "Thank you for waiting.",
        ConnectingPerson = "I will connect you to a person. Please hold the line.",
        PersonUnavailable = Contact("I am sorry, nobody can take your call right now. I have noted that you wish to be called back.", settings),
        StillThere = "Are you still there?",
        SilenceGoodbye = "I can not hear you, so I will end this call. Please call again. Goodbye.",
        Trouble = "I am sorry, something is not working here. I will try to reach a person.",
        TroubleGoodbye = Contact("I am sorry, I can not help you at the moment. Please call again later. Goodbye.", settings),
        LetMeCheck = "I had better check that.",
    };

    private static List<string> Greeting(AgentSettings settings, string callee)
    {
        List<string> greeting = [settings.Greeting ?? $"Hello, this is the AI assistant of {settings.Persona ?? callee}."];
        if (settings.Greeting is not null && !Disclosure.IsIn(settings.Greeting)) greeting.Add("You are talking to an AI assistant.");
        if (settings.RecordingEnabled) greeting.Add(settings.RecordingNotice ?? "This call is recorded.");
        greeting.Add("How can I help you? Press zero at any time for a person.");
        return greeting;
    }

    private static string Contact(string text, AgentSettings settings) =>
        settings.ContactNumber is { } number ? $"{text} You can also call {number}." : text;
}
