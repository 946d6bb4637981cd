namespace SmartPbx.Sip.Transactions.Settled;

/// <summary>A piece of the memory, written from its beginning and read behind.</summary>
internal sealed class SettledChunk(int number, byte[] bytes)
{
    public int Number => number;

    public byte[] Bytes => bytes;

    /// <summary>Bytes written.</summary>
    public int Written { get; set; }

    /// <summary>Bytes that are needed no more.</summary>
    public int Passed { get; set; }
}
