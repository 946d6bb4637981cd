using System.Globalization;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Calls;

/// <summary>Where a call's files stand, below the tenant (DATA-3): <c>calls/{yyyy}/{MM}/{dd}/{call_id}/</c>, the UTC date of its start.</summary>
public static class CallPaths
{
    /// <summary>The folder, without the tenant, ending in a slash.</summary>
    public static string Folder(CallId callId, DateTimeOffset startedAt) =>
        string.Create(CultureInfo.InvariantCulture, $"calls/{startedAt.UtcDateTime:yyyy'/'MM'/'dd}/{callId}/");

    /// <summary>Two-channel source as uploaded by the edge: channel 0 the caller, channel 1 what the caller heard.</summary>
    public const string Recording = "recording.wav";
    public const string Caller = "caller.wav";
    public const string Callee = "callee.wav";
    public const string Mixed = "mixed.wav";
    public const string Transcript = "transcript.txt";
    public const string Metadata = "metadata.json";
    /// <summary>The agent's own ledger of the conversation (<see cref="Transcripts.ConversationLog"/>); only for calls with an agent.</summary>
    public const string Conversation = "conversation.json";
}
