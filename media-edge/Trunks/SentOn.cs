namespace SmartPbx.MediaEdge.Trunks;

/// <summary>How a call came to go out in the name of a phone that has not dialled it.</summary>
public enum SentOn
{
    /// <summary>The phone has dialled it.</summary>
    Dialled,

    /// <summary>The phone has transferred somebody (RFC 3515).</summary>
    Transferred,

    /// <summary>The phone forwards its calls (3xx, RFC 5806 §3: deflection).</summary>
    Forwarded,
}
