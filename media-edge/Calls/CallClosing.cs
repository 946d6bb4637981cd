using SmartPbx.MediaEdge.Cdr;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// What outlives a call: its record on disk and on its way, then in its own time the recording; last the journal entry, so that a process killed anywhere
/// in between finds out what is left to do. Holds nothing of the call itself: at hundreds of calls a second those that wait for the disk are most of what a
/// garbage collection would have to look at.
/// </summary>
internal static class CallClosing
{
    /// <summary>Does not throw. The <paramref name="place"/> at admission is given back at the end: a disk that hangs fills the edge, and new calls are refused.</summary>
    public static async Task CloseAsync(CallServices services, WrittenRecord record, EndedRecording? recording, IDisposable place)
    {
        try
        {
            await services.Records.CloseAsync(record);
            if (recording is null || await TrySealAsync(services, recording)) services.Journal.Remove(record.Call);
        }
        catch (Exception failure) // boundary: nobody waits for it; the journal entry stays, so the next start does the rest
        {
            services.Logger.LogCritical(failure, "the record of a call could not be closed");
            services.Metrics.Fault("call_ending");
        }
        finally
        {
            place.Dispose();
        }
    }

    private static async Task<bool> TrySealAsync(CallServices services, EndedRecording recording)
    {
        try
        {
            var sealedFile = await recording.Recorder.SealAsync();
            if (recording.MayBeKept) services.Recordings.Add(recording.Manifest(sealedFile));
            else File.Delete(sealedFile.Path);
            return true;
        }
        catch (Exception failure) // boundary: a recording that fails is completed by the next start, as the journal entry stays
        {
            services.Logger.LogError(failure, "the recording could not be sealed");
            services.Metrics.Fault("recording");
            return false;
        }
    }
}
