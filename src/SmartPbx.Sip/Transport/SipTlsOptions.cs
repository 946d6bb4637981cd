namespace SmartPbx.Sip.Transport;

/// <summary>Certificates of one listener, as PEM files. They are read again when a file has changed; a broken new one leaves the old in use.</summary>
public sealed record SipTlsOptions
{
    /// <summary>Our certificate, followed by its intermediates. We show it as server, and as client when a peer asks.</summary>
    public required string CertificatePath { get; init; }

    /// <summary>The private key, unencrypted.</summary>
    public required string KeyPath { get; init; }

    /// <summary>Clients must show a certificate that one of these CAs has signed (mutual TLS); <c>null</c>: none is asked for.</summary>
    public string? ClientCaPath { get; init; }

    /// <summary>CAs that servers we connect to must be signed by; <c>null</c>: those of the system.</summary>
    public string? ServerCaPath { get; init; }

    /// <summary>
    /// Whether <c>*.example.com</c> proves <c>sip.example.com</c>. RFC 5922 §7.2 forbids it, and some carriers have nothing else.
    /// </summary>
    public bool AllowsWildcards { get; init; }
}
