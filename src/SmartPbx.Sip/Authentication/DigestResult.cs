namespace SmartPbx.Sip.Authentication;

/// <summary>What a check of credentials gave. Only <see cref="Ok"/> lets a request pass.</summary>
public enum DigestResult
{
    Ok,

    /// <summary>Right password, old nonce: challenge again with <c>stale=true</c>.</summary>
    Stale,
    WrongPassword,
    UnknownUser,
    Malformed,

    /// <summary>The nonce count was used before.</summary>
    Replayed,
}
