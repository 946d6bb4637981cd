namespace SmartPbx.Interop;

/// <summary>
/// Which phones of a scenario must not be asked for SHA-256, so that their extension has no such hash: libre 1.1, which is baresip 1.0, gives up on a
/// challenge that it does not know, even behind one that it does.
/// </summary>
[Flags]
public enum OldPhones
{
    None = 0,

    /// <summary>The phone that is called.</summary>
    Callee = 1,

    /// <summary>The phone that calls.</summary>
    Caller = 2,
}
