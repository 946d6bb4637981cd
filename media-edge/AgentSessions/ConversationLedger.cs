using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.MediaEdge.AgentSessions;

/// <summary>
/// All that the voice agent leaves of one call. It may be called in more than once: somebody whom a person answered after it can be sent back to it.
/// </summary>
internal sealed class ConversationLedger
{
    private readonly List<ConversationEnd> _ends = [];

    public long SttMs => _ends.Sum(end => end.SttMs);

    public long TtsCharacters => _ends.Sum(end => end.TtsCharacters);

    /// <summary>What was said, as one; null: the agent was not there, or left nothing.</summary>
    public ConversationLog? Log => _ends.Count == 0 ? null : _ends[0].Log with
    {
        Turns = [.. _ends.SelectMany(end => end.Log.Turns)], ContextDocuments = [.. _ends.SelectMany(end => end.Log.ContextDocuments).Distinct()],
    };

    /// <summary>One conversation is over. The same again changes nothing.</summary>
    public void Add(ConversationEnd end)
    {
        if (!_ends.Exists(known => ReferenceEquals(known, end))) _ends.Add(end);
    }
}
