using System.Runtime.InteropServices;

namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>Finds settled transactions by texts that lie in the same memory. The table holds numbers alone, so the collector passes it by.</summary>
internal sealed class SettledKeys(SettledMemory memory)
{
    private readonly Dictionary<SettledSlot, SettledSlot> _entries = new(new Texts(memory));

    /// <summary>An empty key is none; one that is known stays with its first.</summary>
    public void Add(SettledSlot key, SettledSlot entry)
    {
        if (key.Length > 0)
            _entries.TryAdd(key, entry);
    }

    public void Remove(SettledSlot key, SettledSlot entry)
    {
        if (key.Length > 0 && _entries.TryGetValue(key, out var known) && known == entry)
            _entries.Remove(key);
    }

    public bool TryFind(ReadOnlySpan<char> key, out SettledSlot entry) => _entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out entry);

    /// <summary>Slots are as equal as their texts.</summary>
    private sealed class Texts(SettledMemory memory) : IEqualityComparer<SettledSlot>, IAlternateEqualityComparer<ReadOnlySpan<char>, SettledSlot>
    {
        public bool Equals(SettledSlot x, SettledSlot y) => Equals(Text(x), y);

        public bool Equals(ReadOnlySpan<char> alternate, SettledSlot other) => alternate.SequenceEqual(Text(other));

        public int GetHashCode(SettledSlot slot) => GetHashCode(Text(slot));

        public int GetHashCode(ReadOnlySpan<char> alternate) => string.GetHashCode(alternate); // with the secret of the process: nobody can choose keys that collide

        public SettledSlot Create(ReadOnlySpan<char> alternate) => throw new NotSupportedException("texts are written by their transaction alone");

        private ReadOnlySpan<char> Text(SettledSlot slot) => MemoryMarshal.Cast<byte, char>(memory[slot]);
    }
}
