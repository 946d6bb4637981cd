using SmartPbx.Domain.Calls;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>
/// Cleans up after a process that was killed in mid-call: its ports rest, its peers get BYE, phones that ring get CANCEL, each call gets its
/// one CDR, and its recording is completed and sent on its way. Every step may be repeated if this process is killed too.
/// </summary>
public sealed class CrashRecovery(CallJournal journal, CdrLog cdrs, CallRecords records, RecordingSpool recordings, EdgeOptions options, TimeProvider clock,
    ILogger<CrashRecovery> logger)
{
    /// <summary>Events of the killed process may have used sequences that the journal has not seen.</summary>
    private const long SequenceGap = 1_000;

    private const string CancelReason = "SIP;cause=487;text=\"edge_crashed\"";

    /// <summary>Puts the orphans' ports to rest. Before the first call.</summary>
    public IReadOnlyList<JournalEntry> Quarantine(PortPool ports)
    {
        var orphans = journal.ReadAll();
        foreach (var port in orphans.SelectMany(o => o.RtpPorts)) ports.Quarantine(port, options.PortQuarantine);
        return orphans;
    }

    /// <summary>Ends the orphaned calls.</summary>
    public async Task RecoverAsync(IReadOnlyList<JournalEntry> orphans, SipStack stack)
    {
        if (orphans.Count == 0) return;
        var diedAt = journal.LastHeartbeat() ?? clock.GetUtcNow();
        var written = cdrs.Find(orphans.Select(o => o.Cdr.CallId).ToHashSet());
        // All at once: their records share one fsync.
        await Task.WhenAll(orphans.Select(orphan => RecoverAsync(orphan, written.GetValueOrDefault(orphan.Cdr.CallId), diedAt, stack)));
    }

    private async Task RecoverAsync(JournalEntry orphan, CallDetailRecord? record, DateTimeOffset diedAt, SipStack stack)
    {
        using var scope = logger.BeginScope(new CallScope(orphan.Cdr.TenantId, orphan.Cdr.CallId));
        if (record is null) SayBye(orphan, stack);
        await CloseAsync(orphan, record, diedAt);
        logger.LogWarning("recovered a call of the process that was killed at {DiedAt:O}", diedAt);
    }

    private static void SayBye(JournalEntry orphan, SipStack stack)
    {
        foreach (var leg in orphan.Ringing) Cancel(leg, stack);
        foreach (var dialog in orphan.Dialogs.Select(Dialog.Restore))
            if (dialog.NextFlow is { } target)
                stack.Send(LegMessages.Bye(dialog, CallOutcome.EdgeCrashed), target, IgnoredOutcome.Instance);
    }

    // A phone that answers all the same gets ACK and one BYE.
    private static void Cancel(RingingLeg leg, SipStack stack)
    {
        if (leg.ToInvite(out var flow) is { } invite) stack.CancelAbandoned(invite, CancelReason, new LateAnswers(flow) { Reason = LegMessages.Reason(CallOutcome.EdgeCrashed) });
    }

    private async Task CloseAsync(JournalEntry orphan, CallDetailRecord? record, DateTimeOffset diedAt)
    {
        var sequence = orphan.Sequence + SequenceGap;
        var isOnDisk = record is not null;
        record ??= orphan.Cdr.Complete(CallOutcome.EdgeCrashed, diedAt);
        var written = records.Write(record, sequence + 1);
        await (isOnDisk ? records.PublishAsync(written) : records.CloseAsync(written));
        SpoolRecording(orphan, record, sequence + 2);
        journal.Remove(record.CallId);
    }

    private void SpoolRecording(JournalEntry orphan, CallDetailRecord record, long sequence)
    {
        if (orphan.RecordingPath is not { } path || !File.Exists(path)) return;
        if (record.AnsweredAt is null || !RecordingRecovery.TryRepair(path, out var repaired) || repaired is null)
        {
            File.Delete(path);
            return;
        }
        recordings.Add(new RecordingManifest
        {
            CallId = record.CallId, TenantId = record.TenantId, WavPath = path, CallStartedAt = record.StartedAt,
            RecordingStartedAt = orphan.RecordingStartedAt ?? repaired.StartTime, DurationMs = (long)repaired.Duration.TotalMilliseconds,
            SampleRateHz = repaired.SampleRateHz, AiHandled = record.AiHandled, Language = orphan.Language, Sequence = sequence,
        });
    }
}
