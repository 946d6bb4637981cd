namespace SmartPbx.Domain.Directory;

/// <summary>Whose number a carrier is told.</summary>
public enum CallerIdMode
{
    /// <summary>The phone's own number where it is one of the tenant's, else the fixed one.</summary>
    PassThrough,

    /// <summary>Always the fixed one.</summary>
    Fixed,

    /// <summary>Nobody's: From is anonymous (RFC 3323 §4.1.1.3); the carrier learns the real one only in P-Asserted-Identity.</summary>
    Anonymous,
}
