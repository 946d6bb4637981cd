using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmartPbx.Sip.Transport.Tls;

/// <summary>Both sides of the TLS handshake of one listener: TLS 1.2 or later, own CA bundles, names by RFC 5922. Revocation lists are not fetched.</summary>
internal sealed class TlsHandshake(SipTlsOptions options)
{
    private readonly PemFile<SslStreamCertificateContext> _own = new([options.CertificatePath, options.KeyPath], () => LoadOwn(options));
    private readonly PemFile<X509Certificate2Collection>? _clientCas = CasOf(options.ClientCaPath);
    private readonly PemFile<X509Certificate2Collection>? _serverCas = CasOf(options.ServerCaPath);

    /// <summary>The server's side. Throws when it fails.</summary>
    public async Task<SslStream> AcceptAsync(Stream inner, CancellationToken cancellationToken)
    {
        var stream = new SslStream(inner);
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ServerCertificateContext = _own.Current,
                ClientCertificateRequired = _clientCas is not null,
                CertificateChainPolicy = _clientCas is null ? null : PolicyFor(_clientCas.Current),
                // Without a client CA nobody is asked; with one the chain decides, and a client without certificate has none.
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => _clientCas is null || (certificate is not null && errors == SslPolicyErrors.None),
            }, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The client's side: the server must prove the flow's name, or its address when it has none. Throws when it fails.</summary>
    public async Task<SslStream> ConnectAsync(Stream inner, SipFlow flow, CancellationToken cancellationToken)
    {
        var stream = new SslStream(inner);
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = flow.ServerName ?? flow.Remote.Address.ToString(),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificateContext = _own.Current,
                CertificateChainPolicy = PolicyFor(_serverCas?.Current),
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsPeer(certificate, errors, flow),
            }, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // The runtime's name check knows web servers only: the rule for SIP is RFC 5922 §7.
    private bool IsPeer(X509Certificate? certificate, SslPolicyErrors errors, SipFlow flow) =>
        certificate is X509Certificate2 shown
        && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None
        && (flow.ServerName is { } name
            ? SipIdentities.Of(shown).Prove(name, options.AllowsWildcards)
            : SipIdentities.Of(shown).Prove(flow.Remote.Address));

    private static X509ChainPolicy PolicyFor(X509Certificate2Collection? cas)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (cas is null)
            return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(cas);
        return policy;
    }

    private static SslStreamCertificateContext LoadOwn(SipTlsOptions options)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(options.CertificatePath);
        chain.RemoveAt(0); // the first is our own, and comes with its key
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(options.CertificatePath, options.KeyPath), chain, offline: true);
    }

    private static PemFile<X509Certificate2Collection>? CasOf(string? path) => path is null ? null : new PemFile<X509Certificate2Collection>([path], () =>
    {
        var cas = new X509Certificate2Collection();
        cas.ImportFromPemFile(path);
        return cas;
    });
}
