namespace SmartPbx.Domain.Identity;

/// <summary>The one source of ids and random bytes of the process; tests inject a counting one.</summary>
public interface IIdSource
{
    /// <summary>A new id of 26 characters (ULID alphabet, lower case) that sorts by time of creation.</summary>
    string NewId();

    /// <summary>Fills the span with cryptographically strong random bytes.</summary>
    void Fill(Span<byte> bytes);
}
