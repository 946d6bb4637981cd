using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Media.Recording;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What is still to be done about the recording of a call that is over.</summary>
internal sealed record EndedRecording
{
    public required CallRecorder Recorder { get; init; }

    /// <summary>Of the call.</summary>
    public required CallDetailRecord Record { get; init; }

    /// <summary>False: it is deleted, whatever it holds.</summary>
    public required bool MayBeKept { get; init; }

    public required DateTimeOffset? StartedAt { get; init; }
    public required string Language { get; init; }
    public required ConversationLog? Conversation { get; init; }

    /// <summary>Sequence of its event within the call.</summary>
    public required long Sequence { get; init; }

    public RecordingManifest Manifest(RecordingResult file) => new()
    {
        CallId = Record.CallId, TenantId = Record.TenantId, WavPath = file.Path, CallStartedAt = Record.StartedAt, RecordingStartedAt = StartedAt ?? file.StartTime,
        DurationMs = (long)file.Duration.TotalMilliseconds, SampleRateHz = file.SampleRateHz, AiHandled = Record.AiHandled, Language = Language, Sequence = Sequence,
        Conversation = Conversation,
    };
}
