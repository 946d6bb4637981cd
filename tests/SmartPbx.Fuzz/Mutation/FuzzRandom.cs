namespace SmartPbx.Fuzz.Mutation;

/// <summary>xorshift64*: the same seed gives the same run on every machine and runtime.</summary>
public sealed class FuzzRandom(ulong seed)
{
    private ulong _state = seed == 0 ? 0x9E37_79B9_7F4A_7C15 : seed;

    /// <summary>0 to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => bound <= 1 ? 0 : (int)(Next() % (ulong)bound);

    public bool OneIn(int n) => Below(n) == 0;

    public byte Byte() => (byte)Next();

    public T Any<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return _state * 0x2545_F491_4F6C_DD1D;
    }
}
