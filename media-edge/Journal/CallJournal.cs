using System.Buffers;
using System.Globalization;
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
    [ThreadStatic] private static Utf8JsonWriter? _writer;

    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, Place> _live = []; // where the last line of each call is
    private readonly DataFolder _folder;
    private readonly TimeProvider _clock;
    private readonly ILogger<CallJournal> _logger;
    private SafeFileHandle _file;
    private long _length;
    private long _compactAt = CompactBytes;

    public CallJournal(DataFolder folder, TimeProvider clock, ILogger<CallJournal> logger)
    {
        (_folder, _clock, _logger) = (folder, clock, logger);
        _file = ReadLines();
        Compact();
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
            var at = _length;
            if (Append(line)) _live[entry.Cdr.CallId] = new Place(at, line.Length);
            if (_length > _compactAt) Compact();
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
        lock (_gate) return [.. _live.Values.Select(place => JsonSerializer.Deserialize<JournalLine>(Read(place), SmartPbxJson.Options)!.Entry!)];
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

    private bool Append(ReadOnlySpan<byte> line)
    {
        try
        {
            _folder.Writing(CallsFile);
            RandomAccess.Write(_file, line, _length);
            _length += line.Length;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failures++;
            _logger.LogError(failure, "call journal cannot be written");
            return false;
        }
    }

    // The new file takes the old one's place when it is complete, so that a process killed in between leaves one of the two.
    private void Compact()
    {
        SafeFileHandle? other = null;
        try
        {
            var path = Path.Combine(_folder.Journal, CallsFile);
            other = File.OpenHandle(path + ".new", FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            var (places, length) = CopyLive(other);
            File.Move(path + ".new", path, overwrite: true);
            (_file, other) = (other, _file);
            foreach (var (call, place) in places) _live[call] = place;
            _length = length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Failures++; // it goes on where it is
            _logger.LogError(failure, "call journal cannot be written anew");
        }
        finally
        {
            other?.Dispose();
            _compactAt = Math.Max(CompactBytes, 2 * _length);
        }
    }

    private (Dictionary<CallId, Place> Places, long Length) CopyLive(SafeFileHandle file)
    {
        long length = 0;
        var places = new Dictionary<CallId, Place>(_live.Count);
        foreach (var (call, place) in _live)
        {
            RandomAccess.Write(file, Read(place), length);
            places[call] = place with { Offset = length };
            length += place.Length;
        }
        return (places, length);
    }

    private ReadOnlySpan<byte> Read(Place place)
    {
        var line = new byte[place.Length];
        for (var read = 0; read < line.Length;)
            read += RandomAccess.Read(_file, line.AsSpan(read), place.Offset + read) is var count and > 0 ? count : throw new IOException("the call journal is shorter than it was");
        return line;
    }

    // Of the process before. A line without its end was being written when it was killed.
    private SafeFileHandle ReadLines()
    {
        var path = Path.Combine(_folder.Journal, CallsFile);
        var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        ReadOnlySpan<byte> text = File.ReadAllBytes(path);
        for (var at = 0; at < text.Length;)
        {
            var length = text[at..].IndexOf((byte)'\n') + 1;
            if (length == 0) length = text.Length - at;
            Take(text.Slice(at, length), new Place(at, length));
            at += length;
        }
        _length = text.Length;
        return file;
    }

    private void Take(ReadOnlySpan<byte> text, Place place)
    {
        try
        {
            if (text[^1] != '\n') throw new JsonException("the line has no end");
            var line = JsonSerializer.Deserialize<JournalLine>(text, SmartPbxJson.Options)!;
            if (line.Entry is null) _live.Remove(line.Call);
            else _live[line.Call] = place;
        }
        catch (JsonException failure)
        {
            _logger.LogError(failure, "a line of the call journal is unreadable (half written by a crash): the call's line before it counts");
        }
    }

    // Valid until this thread writes another.
    private static ReadOnlySpan<byte> Line(JournalLine line)
    {
        var text = _text ??= new ArrayBufferWriter<byte>();
        text.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = SmartPbxJson.Options.Encoder });
        writer.Reset(text);
        JsonSerializer.Serialize(writer, line, SmartPbxJson.Options);
        writer.Flush();
        text.Write("\n"u8);
        return text.WrittenSpan;
    }

    /// <summary>One line; without an entry the call is over.</summary>
    private sealed record JournalLine(CallId Call, JournalEntry? Entry);

    /// <summary>Of a line in the file, its end included.</summary>
    private readonly record struct Place(long Offset, int Length);
}
