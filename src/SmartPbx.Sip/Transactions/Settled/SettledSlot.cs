namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>Where bytes lie in a <see cref="SettledMemory"/>.</summary>
internal readonly record struct SettledSlot(int Chunk, int Start, int Length);
