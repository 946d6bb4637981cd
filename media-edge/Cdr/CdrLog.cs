using System.Text;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The edge's own record of its calls: one JSON line each, on disk before the event goes out. A restart looks here first, so that a call
/// whose process died between record and event is not recorded twice.
/// </summary>
public sealed class CdrLog : IDisposable
{
    /// <summary>A restart looks for its orphans in this much of the end of the file.</summary>
    public const int RecoveryWindowBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly FileStream _file;

    public CdrLog(DataFolder folder)
    {
        _file = new FileStream(folder.CdrFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _file.Seek(0, SeekOrigin.End);
        EndHalfLine();
    }

    /// <summary>Appends; on disk when it returns. Throws <see cref="IOException"/> when the disk refuses.</summary>
    public void Append(CallDetailRecord record)
    {
        var line = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, SmartPbxJson.Options) + "\n");
        lock (_gate)
        {
            _file.Write(line);
            _file.Flush(flushToDisk: true);
        }
    }

    /// <summary>The records of these calls that are already written.</summary>
    public IReadOnlyDictionary<CallId, CallDetailRecord> Find(IReadOnlySet<CallId> calls)
    {
        var found = new Dictionary<CallId, CallDetailRecord>();
        if (calls.Count == 0) return found;
        using var file = new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = Math.Max(0, file.Length - RecoveryWindowBytes);
        using var reader = new StreamReader(file, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            if (TryRead(line) is { } record && calls.Contains(record.CallId))
                found[record.CallId] = record;
        return found;
    }

    public void Dispose() => _file.Dispose();

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

    private void EndHalfLine()
    {
        if (_file.Length == 0) return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n') _file.WriteByte((byte)'\n');
    }
}
