namespace SmartPbx.Sip.Authentication;

/// <summary>
/// Gives H(username:realm:password) as lower-case hex, or <c>null</c> for a user that is unknown or has no hash of this
/// algorithm; so passwords need not be stored.
/// </summary>
public delegate string? Ha1Lookup(string username, string realm, DigestAlgorithm algorithm);
