using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transport.Tls;

/// <summary>The SIP domains and addresses that a certificate speaks for (RFC 5922 §7.1).</summary>
internal sealed class SipIdentities
{
    // GeneralName of RFC 5280 §4.2.1.6
    private const int DnsTag = 2;
    private const int UriTag = 6;
    private const int AddressTag = 7;
    private const string SubjectAltName = "2.5.29.17";

    private readonly List<string> _domains = [];
    private readonly List<IPAddress> _addresses = [];

    private SipIdentities()
    {
    }

    /// <summary>Reads the certificate; one that cannot be read speaks for nobody.</summary>
    public static SipIdentities Of(X509Certificate2 certificate)
    {
        var found = new SipIdentities();
        var extension = certificate.Extensions[SubjectAltName];
        if (extension is not null)
            found.TryRead(extension.RawData);
        else if (certificate.GetNameInfo(X509NameType.SimpleName, false) is { Length: > 0 } common)
            found._domains.Add(common); // only a certificate without subjectAltName may name itself there (§7.1)
        return found;
    }

    /// <summary>Whether this domain is one of them, compared without case and as a whole (§7.2).</summary>
    public bool Prove(string domain, bool allowsWildcards) => _domains.Exists(own =>
        own.Equals(domain, StringComparison.OrdinalIgnoreCase) || (allowsWildcards && IsBelow(domain, own)));

    public bool Prove(IPAddress address) => _addresses.Contains(address);

    private static bool IsBelow(string domain, string wildcard)
    {
        int dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && wildcard.StartsWith("*.", StringComparison.Ordinal)
            && domain.AsSpan(dot).Equals(wildcard.AsSpan(1), StringComparison.OrdinalIgnoreCase);
    }

    private void TryRead(byte[] names)
    {
        try
        {
            var reader = new AsnReader(names, AsnEncodingRules.DER).ReadSequence();
            while (reader.HasData)
                Read(reader, reader.PeekTag().TagValue);
        }
        catch (AsnContentException)
        {
            _domains.Clear();
            _addresses.Clear();
        }
    }

    private void Read(AsnReader reader, int tag)
    {
        var expected = new Asn1Tag(TagClass.ContextSpecific, tag);
        if (tag == DnsTag)
            _domains.Add(reader.ReadCharacterString(UniversalTagNumber.IA5String, expected));
        else if (tag == UriTag)
            AddUri(reader.ReadCharacterString(UniversalTagNumber.IA5String, expected));
        else if (tag == AddressTag && reader.ReadOctetString(expected) is { Length: 4 or 16 } bytes)
            _addresses.Add(new IPAddress(bytes));
        else if (tag != AddressTag)
            reader.ReadEncodedValue();
    }

    // "sip:" without a user speaks for its domain, with one for that user only; "sips:" is not to be used (§7.1).
    private void AddUri(string text)
    {
        if (SipUri.TryParse(text, out var uri) && uri is { Scheme: "sip", User: null })
            _domains.Add(uri.Host);
    }
}
