using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Phrases;

/// <summary>The agent's texts in Korean.</summary>
internal static class KoreanPhrases
{
    public static PhraseSet For(AgentSettings settings, string callee) => new()
    {
        Greeting = Greeting(settings, callee),
        KeypadOnly = "지금은 한국어 음성을 알아듣지 못합니다. 용건을 말씀하시면 상담원이 듣고 답해 드립니다. 상담원 연결은 0번을 눌러 주세요.",
        NotUnderstood = "죄송합니다, 잘 듣지 못했습니다. 다시 한 번 말씀해 주시겠어요?",
        Filler = "네, 확인해 보겠습니다.",
        Goodbye = "전화 주셔서 감사합니다. 안녕히 계세요.",
        OneMoment = "잠시만 기다려 주세요. 담당자에게 확인하겠습니다.",
        StillAsking = "아직 확인하고 있습니다. 기다려 주셔서 감사합니다.",
        StillWaiting = "조금만 더 기다려 주세요.",
        HoldApology = Contact("죄송합니다. 지금은 답변을 드리지 못했습니다. 다시 연락드리겠습니다.", settings),
        Fallback = settings.FallbackText ?? Contact("죄송합니다. 지금은 확인해 드릴 담당자가 없습니다. 질문을 남겨 두고 다시 연락드리겠습니다.", settings),
        OperatorAnswers = "기다려 주셔서 감사합니다.",
        ConnectingPerson = "상담원에게 연결해 드리겠습니다. 잠시만 기다려 주세요.",
        PersonUnavailable = Contact("죄송합니다. 지금은 전화를 받을 수 있는 상담원이 없습니다. 다시 연락드리겠습니다.", settings),
        StillThere = "여보세요, 듣고 계신가요?",
        SilenceGoodbye = "말씀이 없으셔서 전화를 끊겠습니다. 다시 걸어 주세요. 감사합니다.",
        Trouble = "죄송합니다. 문제가 생겼습니다. 상담원 연결을 시도하겠습니다.",
        TroubleGoodbye = Contact("죄송합니다. 지금은 도와드릴 수 없습니다. 나중에 다시 걸어 주세요. 감사합니다.", settings),
        LetMeCheck = "다시 확인해 보겠습니다.",
    };

    private static List<string> Greeting(AgentSettings settings, string callee)
    {
        List<string> greeting = [settings.Greeting ?? $"안녕하세요, {settings.Persona ?? callee} 인공지능 상담원입니다."];
        if (settings.Greeting is not null && !Disclosure.IsIn(settings.Greeting)) greeting.Add("저는 인공지능 상담원입니다.");
        if (settings.RecordingEnabled) greeting.Add(settings.RecordingNotice ?? "이 통화는 녹음됩니다.");
        greeting.Add("무엇을 도와드릴까요? 상담원 연결은 언제든지 0번을 눌러 주세요.");
        return greeting;
    }

    private static string Contact(string text, AgentSettings settings) =>
        settings.ContactNumber is { } number ? $"{text} {number}번으로 전화하셔도 됩니다." : text;
}
