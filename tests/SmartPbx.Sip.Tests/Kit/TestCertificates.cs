using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>A certificate authority in a folder of its own, made when it is needed and gone afterwards.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly string _folder = Directory.CreateTempSubdirectory("sip-tls-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _authority;

    public TestCertificates(string name = "test authority")
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        File.WriteAllText(CaPath, _authority.ExportCertificatePem());
    }

    public string CaPath => Path.Combine(_folder, "ca.pem");

    /// <summary>A certificate for this name; the same file name again replaces the files.</summary>
    public SipTlsOptions Issue(string file, Action<SubjectAlternativeNameBuilder> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sip", key, HashAlgorithmName.SHA256);
        var builder = new SubjectAlternativeNameBuilder();
        names(builder);
        request.CertificateExtensions.Add(builder.Build());
        using var certificate = request.Create(_authority, Now.AddDays(-1), Now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var options = new SipTlsOptions
        {
            CertificatePath = Path.Combine(_folder, file + ".pem"), KeyPath = Path.Combine(_folder, file + ".key"), ServerCaPath = CaPath,
        };
        File.WriteAllText(options.KeyPath, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(options.CertificatePath, certificate.ExportCertificatePem());
        return options;
    }

    public SipTlsOptions IssueLoopback(string file = "loopback") => Issue(file, names => names.AddIpAddress(IPAddress.Loopback));

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
