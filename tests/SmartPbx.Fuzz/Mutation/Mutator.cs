using System.Text;

namespace SmartPbx.Fuzz.Mutation;

/// <summary>
/// Changes an input a little: bytes, numbers, words of the grammar, whole lines, pieces of other inputs. Lines and numbers are known, because
/// blind bytes rarely come past a text parser's first check.
/// </summary>
public sealed class Mutator(FuzzRandom random, IReadOnlyList<string> words)
{
    private const int MaxBytes = 65_600, MaxSteps = 6, MaxRepeats = 400;

    private static readonly string[] _numbers =
        ["0", "1", "-1", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295", "4294967296", "18446744073709551616", "00000000000000000001", "1e9", "٣"];

    private static readonly byte[] _interesting =
        [0, 9, 10, 13, 32, (byte)'"', (byte)'%', (byte)'\\', (byte)'<', (byte)'>', (byte)';', (byte)',', (byte)':', (byte)'=', (byte)'[', (byte)']', (byte)'@', (byte)'?', 0x7F, 0x80, 0xC3, 0xFF];

    private readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];
    private readonly List<byte> _work = [];

    public byte[] Mutate(byte[] input, byte[] other)
    {
        _work.Clear();
        _work.AddRange(input);
        for (var steps = 1 + random.Below(MaxSteps); steps > 0; steps--) Step(other);
        if (_work.Count > MaxBytes) _work.RemoveRange(MaxBytes, _work.Count - MaxBytes);
        return [.. _work];
    }

    private void Step(byte[] other)
    {
        switch (random.Below(11))
        {
            case 0: FlipByte(); break;
            case 1: Insert(random.Any(_interesting)); break;
            case 2: Remove(); break;
            case 3: InsertAt(Place(), random.Any(_words)); break;
            case 4: ReplaceNumber(); break;
            case 5: Repeat(); break;
            case 6: Splice(other); break;
            case 7: MoveLine(); break;
            case 8: DropLine(); break;
            case 9: Truncate(); break;
            default: RepeatLine(); break;
        }
    }

    private int Place() => random.Below(_work.Count + 1);

    private void FlipByte()
    {
        if (_work.Count == 0) return;
        var at = random.Below(_work.Count);
        _work[at] = random.OneIn(2) ? (byte)(_work[at] ^ (1 << random.Below(8))) : random.OneIn(2) ? random.Any(_interesting) : random.Byte();
    }

    private void Insert(byte value) => _work.Insert(Place(), value);

    private void InsertAt(int place, ReadOnlySpan<byte> bytes) => _work.InsertRange(place, bytes.ToArray());

    private void Remove()
    {
        var from = Place();
        _work.RemoveRange(from, Math.Min(_work.Count - from, 1 + random.Below(random.OneIn(4) ? 64 : 4)));
    }

    private void Truncate()
    {
        if (!random.OneIn(4)) return;
        var from = Place();
        _work.RemoveRange(from, _work.Count - from);
    }

    private void ReplaceNumber()
    {
        for (var at = Place(); at < _work.Count; at++)
        {
            if (_work[at] is < (byte)'0' or > (byte)'9') continue;
            var end = at;
            while (end < _work.Count && _work[end] is >= (byte)'0' and <= (byte)'9') end++;
            _work.RemoveRange(at, end - at);
            InsertAt(at, Encoding.UTF8.GetBytes(random.Any(_numbers)));
            return;
        }
    }

    private void Repeat()
    {
        var from = Place();
        var length = Math.Min(_work.Count - from, 1 + random.Below(24));
        var piece = _work.GetRange(from, length);
        for (var times = random.OneIn(8) ? random.Below(MaxRepeats) : 1; times > 0 && _work.Count < MaxBytes; times--) _work.InsertRange(from, piece);
    }

    private void Splice(byte[] other)
    {
        if (other.Length == 0) return;
        var from = random.Below(other.Length);
        InsertAt(Place(), other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Below(80))));
    }

    private void MoveLine()
    {
        if (!TryLine(out var from, out var length)) return;
        var line = _work.GetRange(from, length);
        _work.RemoveRange(from, length);
        TryLine(out var to, out _);
        _work.InsertRange(Math.Min(to, _work.Count), line);
    }

    private void DropLine()
    {
        if (TryLine(out var from, out var length)) _work.RemoveRange(from, length);
    }

    private void RepeatLine()
    {
        if (!TryLine(out var from, out var length)) return;
        var line = _work.GetRange(from, length);
        for (var times = random.OneIn(6) ? random.Below(MaxRepeats) : 1; times > 0 && _work.Count < MaxBytes; times--) _work.InsertRange(from, line);
    }

    /// <summary>Some line with its end; a file without lines is one line.</summary>
    private bool TryLine(out int from, out int length)
    {
        (from, length) = (0, 0);
        if (_work.Count == 0) return false;
        var at = random.Below(_work.Count);
        from = at;
        while (from > 0 && _work[from - 1] != '\n') from--;
        var end = at;
        while (end < _work.Count && _work[end] != '\n') end++;
        length = Math.Min(end + 1, _work.Count) - from;
        return length > 0;
    }
}
