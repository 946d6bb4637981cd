using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Conversations;

/// <summary>What conversations of one process share. Every member is safe for many conversations at a time.</summary>
public sealed record ConversationServices
{
    public required ISpeechToText SpeechToText { get; init; }

    public required IChatModel ChatModel { get; init; }

    public required IKnowledgeIndex Knowledge { get; init; }

    /// <summary>Fixed phrases as audio; also the way to the voice.</summary>
    public required PhraseCache Phrases { get; init; }

    /// <summary>People who answer what the agent does not know.</summary>
    public required OperatorDesk Desk { get; init; }

    public required TimeProvider Clock { get; init; }

    public required IIdSource Ids { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>Where the tasks of a conversation run; a test replaces it by one that it steps itself.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;
}
