using System.Globalization;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>
/// One small file per live call, replaced when its dialogs or its state change, and one heartbeat for all of them: every call that has a
/// file was alive at the last beat. Not fsynced: it outlives the process, and nobody is on the phone after a power cut.
/// </summary>
public sealed class CallJournal(DataFolder folder, TimeProvider clock, ILogger<CallJournal> logger)
{
    /// <summary>A crashed call's duration is exact to this.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    private const string HeartbeatFile = "heartbeat";

    /// <summary>Writes or replaces the entry. A disk that refuses is logged; the call goes on.</summary>
    public void Write(JournalEntry entry)
    {
        try
        {
            var path = PathOf(entry.Cdr.CallId);
            File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(entry, SmartPbxJson.Options));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            logger.LogError(failure, "call journal cannot be written");
        }
    }

    /// <summary>The call left nothing to recover.</summary>
    public void Remove(CallId call) => File.Delete(PathOf(call));

    /// <summary>Entries that the last process left.</summary>
    public IReadOnlyList<JournalEntry> ReadAll()
    {
        var entries = new List<JournalEntry>();
        foreach (var path in System.IO.Directory.EnumerateFiles(folder.Journal, "*.json"))
        {
            try
            {
                entries.Add(JsonSerializer.Deserialize<JournalEntry>(File.ReadAllBytes(path), SmartPbxJson.Options)!);
            }
            catch (JsonException failure)
            {
                logger.LogError(failure, "journal entry {File} is unreadable and was set aside", Path.GetFileName(path));
                File.Move(path, path + ".unreadable", overwrite: true);
            }
        }
        return entries;
    }

    /// <summary>When the last process was alive; null when it left no heartbeat.</summary>
    public DateTimeOffset? LastHeartbeat()
    {
        var path = Path.Combine(folder.Journal, HeartbeatFile);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    /// <summary>Beats until cancelled.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.Journal, HeartbeatFile);
        using var timer = new PeriodicTimer(HeartbeatInterval, clock);
        do
        {
            try
            {
                var now = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                await File.WriteAllTextAsync(path + ".new", now, cancellationToken);
                File.Move(path + ".new", path, overwrite: true);
            }
            catch (IOException failure)
            {
                logger.LogError(failure, "heartbeat cannot be written");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private string PathOf(CallId call) => Path.Combine(folder.Journal, call.Value + ".json");
}
