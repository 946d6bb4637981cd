using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Journal;

/// <summary>
/// What the next process must know of the live calls if this one is killed: one file that only grows, a JSON line whenever a call's dialogs or state
/// change and one when it has left nothing to recover, so the last line of a call counts. One heartbeat for all of them: every call without a
/// closing line was alive at the last beat. Not fsynced: it outlives the process, and nobody is on the phone after a power cut.
/// </summary>
public sealed class CallJournal : IDisposable
{
    /// <summary>A crashed call's duration is exact to this.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Beyond this the file is written anew with the live calls alone; more often when they fill it by themselves.</summary>
    public const long CompactBytes = 8 * 1024 * 1024;

    private const string HeartbeatFile = "heartbeat", CallsFile = "calls.jsonl";

    [ThreadStatic] private static ArrayBufferWriter<byte>? _text; // where lines are written before their length is known

    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, byte[]> _live = []; // the last line of each call
    private readonly DataFolder _folder;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallJournal> _logger;
    private SafeFileHandle _file;
    private long _length;
    private long _compactAt = CompactBytes;

    public CallJournal(DataFolder folder, TimeProvider clock, ILogger<CallJournal> logger)
    {
        (_folder, _clock, _logger) = (folder, clock, logger);
        ReadLines();
        _file = Rewrite();
    }

    /// <summary>Calls that a crash of this moment would leave.</summary>
    public int Count
    {
        get { lock (_gate) return _live.Count; }
    }

    /// <summary>Lines that the disk refused.</summary>
    public long Failures { get; private set; }

    /// <summary>Writes the call's state as it is now. A disk that refuses is logged; the call goes on.</summary>
    public void Write(JournalEntry entry)
    {
        var line = Line(new JournalLine(entry.Cdr.CallId, entry));
        lock (_gate)
        {
            _live[entry.Cdr.CallId] = line;
            Append(line);
        }
    }

    /// <summary>The call left nothing to recover.</summary>
    public void Remove(CallId call)
    {
        lock (_gate)
            if (_live.Remove(call)) Append(Line(new JournalLine(call, null)));
    }

    /// <summary>Entries that the last process left.</summary>
    public IReadOnlyList<JournalEntry> ReadAll()
    {
        lock (_gate) return [.. _live.Values.Select(line => JsonSerializer.Deserialize<JournalLine>(line, SmartPbxJson.Options)!.Entry!)];
    }

    /// <summary>When the last process was alive; null when it left no heartbeat.</summary>
    public DateTimeOffset? LastHeartbeat()
    {
        var path = Path.Combine(_folder.Journal, HeartbeatFile);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    /// <summary>Beats until cancelled.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_folder.Journal, HeartbeatFile);
        using var timer = new PeriodicTimer(HeartbeatInterval, _clock);
        do
        {
            try
            {
                var now = _clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                await File.WriteAllTextAsync(path + ".new", now, cancellationToken);
                File.Move(path + ".new", path, overwrite: true);
            }
            catch (IOException failure)
            {
                _logger.LogError(failure, "heartbeat cannot be written");
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    public void Dispose() => _file.Dispose();

    private void Append(byte[] line)
    {
        try
        {
            _folder.Writing(CallsFile);
            RandomAccess.Write(_file, line, _length);
            _length += line.Length;
            if (_length > _compactAt) Compact();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failures++;
            _logger.LogError(failure, "call journal cannot be written");
        }
    }

    private void Compact()
    {
        var former = _file;
        _file = Rewrite();
        former.Dispose();
    }

    // The new file takes the old one's place when it is complete, so that a process killed in between leaves one of the two.
    private SafeFileHandle Rewrite()
    {
        var path = Path.Combine(_folder.Journal, CallsFile);
        var file = File.OpenHandle(path + ".new", FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        long length = 0;
        foreach (var line in _live.Values)
        {
            RandomAccess.Write(file, line, length);
            length += line.Length;
        }
        File.Move(path + ".new", path, overwrite: true);
        (_length, _compactAt) = (length, Math.Max(CompactBytes, 2 * length));
        return file;
    }

    private void ReadLines()
    {
        var path = Path.Combine(_folder.Journal, CallsFile);
        if (!File.Exists(path)) return;
        foreach (var text in File.ReadLines(path))
        {
            try
            {
                var line = JsonSerializer.Deserialize<JournalLine>(text, SmartPbxJson.Options)!;
                if (line.Entry is null) _live.Remove(line.Call);
                else _live[line.Call] = Encoding.UTF8.GetBytes(text + "\n");
            }
            catch (JsonException failure)
            {
                _logger.LogError(failure, "a line of the call journal is unreadable (half written by a crash): the call's line before it counts");
            }
        }
    }

    private static byte[] Line(JournalLine line)
    {
        var text = _text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(text)) JsonSerializer.Serialize(writer, line, SmartPbxJson.Options);
        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>One line; without an entry the call is over.</summary>
    private sealed record JournalLine(CallId Call, JournalEntry? Entry);
}
