using System.Text;
using System.Text.Json;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Cdr;

/// <summary>
/// The edge's own record of its calls: one JSON line each, on disk before the event goes out. A restart looks here first, so that a call
/// whose process died between record and event is not recorded twice.
/// </summary>
public sealed class CdrLog : IDisposable
{
    /// <summary>A restart looks for its orphans in this much of the end of the file.</summary>
    public const int RecoveryWindowBytes = 16 * 1024 * 1024;

    /// <summary>A record waits so long for others to share its fsync, of which a disk does only so many.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly DiskThread _disk = new("cdr");
    private readonly DataFolder _folder;
    private readonly FileStream _file;
    private List<Pending> _waiting = [];
    private bool _isWriting;

    public CdrLog(DataFolder folder, TimeProvider clock)
    {
        (_folder, _clock) = (folder, clock);
        _file = new FileStream(folder.CdrFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        _file.Seek(0, SeekOrigin.End);
        EndHalfLine();
    }

    /// <summary>Appends; on disk when the task completes, together with whatever else came meanwhile. <see cref="IOException"/> when the disk refuses.</summary>
    public Task AppendAsync(CallDetailRecord record)
    {
        var pending = new Pending(JsonSerializer.SerializeToUtf8Bytes(record, SmartPbxJson.Options), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiting.Add(pending);
            if (_isWriting) return pending.OnDisk.Task;
            _isWriting = true;
        }
        _ = WriteGroupsAsync();
        return pending.OnDisk.Task;
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

    public void Dispose()
    {
        _disk.Dispose();
        _file.Dispose();
    }

    private async Task WriteGroupsAsync()
    {
        for (; ; )
        {
            await Task.Delay(GatherFor, _clock).ConfigureAwait(false);
            List<Pending> group;
            lock (_gate)
            {
                _isWriting = _waiting.Count > 0;
                if (!_isWriting) return;
                (group, _waiting) = (_waiting, []);
            }
            await WriteAsync(group).ConfigureAwait(false);
        }
    }

    // Whatever happens, nobody is left waiting.
    private async Task WriteAsync(List<Pending> group)
    {
        try
        {
            await _disk.RunAsync(() => Write(group)).ConfigureAwait(false);
            foreach (var pending in group) pending.OnDisk.TrySetResult();
        }
        catch (Exception failure) // boundary: the failure is told to everybody whose record was in the group
        {
            foreach (var pending in group) pending.OnDisk.TrySetException(failure);
        }
    }

    private bool Write(List<Pending> group)
    {
        var start = _file.Position;
        try
        {
            _folder.Writing(_folder.CdrFile);
            foreach (var pending in group)
            {
                _file.Write(pending.Line);
                _file.WriteByte((byte)'\n');
            }
            _file.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException)
        {
            TakeBack(start);
            throw;
        }
    }

    private void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
            _file.Position = length;
        }
        catch (IOException)
        {
            // The half line stays; who reads the file skips what is no record.
        }
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

    private void EndHalfLine()
    {
        if (_file.Length == 0) return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n') _file.WriteByte((byte)'\n');
    }

    private readonly record struct Pending(byte[] Line, TaskCompletionSource OnDisk);
}
