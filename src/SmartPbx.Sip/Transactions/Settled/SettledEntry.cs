using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>One settled transaction as it lies in memory: numbers, the texts, the message, the tags.</summary>
internal readonly ref struct SettledEntry
{
    private const int Alignment = sizeof(long);

    private readonly SettledSlot _slot;
    private readonly Span<byte> _bytes;
    private readonly ref Head _head;

    /// <param name="memory">Of the lanes.</param>
    /// <param name="slot">From its first byte; more may follow behind it.</param>
    public SettledEntry(SettledMemory memory, SettledSlot slot)
    {
        var bytes = memory[slot];
        _head = ref MemoryMarshal.AsRef<Head>(bytes);
        _bytes = bytes[.._head.Length];
        _slot = slot with { Length = _head.Length };
    }

    public SettledSlot Slot => _slot;

    public TransactionKind Kind => _head.Kind;

    public TransactionState State => _head.State;

    /// <summary>Timestamp of the clock when its time is over.</summary>
    public long Due => _head.Due;

    /// <summary>Nobody finds it any more; its bytes wait for their turn.</summary>
    public ref bool IsOver => ref _head.IsOver;

    public SettledSlot Key => SlotOf(SettledText.Key);

    /// <summary>Of the ACK for our 2xx; empty: none.</summary>
    public SettledSlot AckKey => SlotOf(SettledText.AckKey);

    /// <summary>Of copies by other paths; empty: none.</summary>
    public SettledSlot MergeKey => SlotOf(SettledText.MergeKey);

    /// <summary>The To tag of the answers to an INVITE.</summary>
    public string LocalTag => Text(SettledText.LocalTag);

    /// <summary>Where its messages go.</summary>
    public SipFlow Destination => SipFlow.TryParse(Text(SettledText.Destination), out var flow) ? flow : throw new InvalidOperationException("a flow was written that cannot be read");

    /// <summary>What is sent when the peer repeats itself; of an INVITE that somebody answered, the INVITE; empty: nothing.</summary>
    public ReadOnlySpan<byte> Message => _bytes.Slice(MessageStart, _head.MessageLength);

    /// <summary>What is known of the dialogs of an INVITE that nobody waits for.</summary>
    public LateAnswers Late
    {
        get => new(Destination) { Reason = Text(SettledText.Reason), LastNumber = _head.LastNumber, Known = [.. Tags[.._head.KnownTags]] };
        set
        {
            value.Known.CopyTo(Tags);
            _head.KnownTags = value.Known.Length;
        }
    }

    private Span<int> Tags => MemoryMarshal.Cast<byte, int>(_bytes[^(LateAnswers.MaxKnown * sizeof(int))..]);

    private int MessageStart => Start(SettledText.End);

    /// <summary>Writes what is left of a transaction behind the others of its lane.</summary>
    public static SettledEntry Write(SettledMemory memory, SettledLane lane, TransactionRecord transaction, long due)
    {
        var late = transaction.Late;
        string destination = transaction.Message is null ? "" : (late?.Target ?? transaction.Destination).ToString();
        ReadOnlySpan<string?> texts = [transaction.Key, transaction.AckKey, transaction.MergeKey, transaction.LocalTag, destination, late?.Reason];
        var head = new Head { Due = due, Kind = transaction.Kind, State = transaction.State, MessageLength = transaction.Message?.Length ?? 0, LastNumber = late?.LastNumber ?? 0 };
        int end = 0;
        for (int i = 0; i < texts.Length; i++)
            head.Ends[i] = end += texts[i]?.Length ?? 0;
        int length = Unsafe.SizeOf<Head>() + end * sizeof(char) + head.MessageLength + (late is null ? 0 : LateAnswers.MaxKnown * sizeof(int));
        head.Length = (length + Alignment - 1) / Alignment * Alignment;
        var slot = lane.Append(head.Length);
        MemoryMarshal.Write(memory[slot], head);
        var entry = new SettledEntry(memory, slot);
        for (int i = 0; i < texts.Length; i++)
            texts[i].AsSpan().CopyTo(entry.Room((SettledText)i));
        transaction.Message.CopyTo(entry._bytes[entry.MessageStart..]);
        if (late is not null)
            entry.Late = late;
        return entry;
    }

    private string Text(SettledText which) => Room(which).ToString();

    private Span<char> Room(SettledText which) => MemoryMarshal.Cast<byte, char>(_bytes[Start(which)..Start(which + 1)]);

    private SettledSlot SlotOf(SettledText which) => new(_slot.Chunk, _slot.Start + Start(which), Start(which + 1) - Start(which));

    private int Start(SettledText which) => Unsafe.SizeOf<Head>() + (which == SettledText.Key ? 0 : _head.Ends[(int)which - 1]) * sizeof(char);

    /// <summary>The texts in their order.</summary>
    private enum SettledText
    {
        Key,
        AckKey,
        MergeKey,
        LocalTag,
        Destination,
        Reason,
        End,
    }

    private struct Head
    {
        public long Due;
        public int Length;
        public TextEnds Ends;
        public int MessageLength;
        public uint LastNumber;
        public int KnownTags;
        public TransactionKind Kind;
        public TransactionState State;
        public bool IsOver;
    }

    /// <summary>Where each text ends, in characters from the beginning of the first.</summary>
    [InlineArray((int)SettledText.End)]
    private struct TextEnds
    {
        private int _first;
    }
}
