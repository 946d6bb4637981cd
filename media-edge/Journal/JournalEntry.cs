using SmartPbx.MediaEdge.Cdr;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>What the next process must know of a call if this one is killed.</summary>
public sealed record JournalEntry
{
    public required CdrDraft Cdr { get; init; }

    /// <summary>Confirmed dialogs of both legs: each peer gets a BYE.</summary>
    public IReadOnlyList<DialogState> Dialogs { get; init; } = [];

    /// <summary>Phones that ring: each gets a CANCEL.</summary>
    public IReadOnlyList<RingingLeg> Ringing { get; init; } = [];

    /// <summary>RTP ports in use: they rest, so that an orphan's audio enters no other call.</summary>
    public IReadOnlyList<int> RtpPorts { get; init; } = [];

    public string? RecordingPath { get; init; }
    public DateTimeOffset? RecordingStartedAt { get; init; }
    public required string Language { get; init; }

    /// <summary>Last event sequence used when this was written.</summary>
    public long Sequence { get; init; }
}
