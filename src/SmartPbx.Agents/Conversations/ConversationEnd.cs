using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Conversations;

/// <summary>How a conversation came to its end, and what it leaves for the CDR and the transcript.</summary>
public sealed record ConversationEnd
{
    /// <summary>
    /// <see cref="CallOutcome.AgentHungUp"/> or <see cref="CallOutcome.CallerSilent"/>: the edge sends BYE. <see cref="CallOutcome.CallerHungUp"/>: the
    /// caller went, or a person has taken over (<see cref="HandedOver"/>).
    /// </summary>
    public required CallOutcome Outcome { get; init; }

    /// <summary>A person answered and is bridged: the call goes on without the agent and its outcome is decided later.</summary>
    public bool HandedOver { get; init; }

    /// <summary>Ledger of what was said and heard.</summary>
    public required ConversationLog Log { get; init; }

    /// <summary>Caller audio given to the recogniser, in milliseconds.</summary>
    public long SttMs { get; init; }

    /// <summary>Characters synthesised for this call; phrases from the cache cost nothing.</summary>
    public long TtsCharacters { get; init; }
}
