using System.Text;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The edge's own record of its calls: one JSON line each, on disk before the event goes out. A restart looks here first, so that a call
/// whose process died between record and event is not recorded twice.
/// </summary>
public sealed class CdrLog : IAsyncDisposable
{
    /// <summary>A restart looks for its orphans in this much of the end of the file.</summary>
    public const int RecoveryWindowBytes = 16 * 1024 * 1024;

    /// <summary>A full disk is tried again so often, each second; then the call's journal entry tells the next start.</summary>
    private const int MaxTries = 60;

    private readonly DataFolder _folder;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<CdrLog> _logger;
    private readonly LineFile _file;
    private readonly GroupCommit _commit;

    public CdrLog(DataFolder folder, EdgeMetrics metrics, TimeProvider clock, ILogger<CdrLog> logger)
    {
        (_folder, _metrics, _logger) = (folder, metrics, logger);
        _file = new LineFile(folder.CdrFile, FileMode.OpenOrCreate);
        _commit = new GroupCommit("cdr", Write, MayTryAgain, clock);
    }

    /// <summary>Appends the JSON of one record; on disk when the task completes. <see cref="IOException"/> when the disk refuses for too long.</summary>
    public Task AppendAsync(ReadOnlyMemory<byte> record) => _commit.AppendAsync(record);

    /// <summary>The records of these calls that are already written.</summary>
    public IReadOnlyDictionary<CallId, CallDetailRecord> Find(IReadOnlySet<CallId> calls)
    {
        var found = new Dictionary<CallId, CallDetailRecord>();
        if (calls.Count == 0) return found;
        using var file = new FileStream(_folder.CdrFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(0, file.Length - RecoveryWindowBytes);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            if (TryRead(line) is { } record && calls.Contains(record.CallId))
                found[record.CallId] = record;
        return found;
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync();
        _file.Dispose();
    }

    private void Write(IReadOnlyList<ReadOnlyMemory<byte>> lines)
    {
        _folder.Writing(_folder.CdrFile);
        _file.Append(lines);
    }

    private bool MayTryAgain(Exception refusal, int tries)
    {
        _logger.LogError(refusal, "call records cannot be written, trying again");
        _metrics.Fault("cdr");
        return tries < MaxTries;
    }

    private static CallDetailRecord? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<CallDetailRecord>(line, SmartPbxJson.Options);
        }
        catch (JsonException)
        {
            return null; // the window may begin, and a crash may have ended, in the middle of a line
        }
    }
}
