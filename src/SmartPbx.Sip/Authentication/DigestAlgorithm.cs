namespace SmartPbx.Sip.Authentication;

/// <summary>The hash of a challenge (RFC 8760 §2), in rising strength.</summary>
public enum DigestAlgorithm
{
    Md5,
    Sha256,
}
