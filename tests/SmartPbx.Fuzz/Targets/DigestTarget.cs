using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Authentication;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Credentials and challenges (RFC 7616 §3.3, §3.4): what parses is written so that it reads the same.</summary>
internal sealed class DigestTarget : IFuzzTarget
{
    private static readonly string[] _seeds =
    [
        "Digest username=\"1008\",realm=\"demo\",nonce=\"abc==\",uri=\"sip:demo\",response=\"00112233445566778899aabbccddeeff\",algorithm=MD5,qop=auth,nc=00000001,cnonce=\"0a4f113b\",opaque=\"\"",
        "Digest realm=\"biloxi.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", algorithm=SHA-256, stale=TRUE",
        "Digest username=\"b \\\"o\\\" b\", realm=\"r,s\", nonce=n, uri=\"sip:a;b=c\", response=\"x\", algorithm=\"SHA-256\"", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
    ];

    public string Name => "digest";

    public IReadOnlyList<string> Words { get; } =
        ["Digest ", ",", "=", "\"", "\\", "username=\"", "realm=\"", "nonce=\"", "uri=\"", "response=\"", "algorithm=", "MD5", "SHA-256", "MD5-sess", "qop=auth", "qop=\"auth-int\"", "nc=FFFFFFFF", "cnonce=\"", "stale=true", "opaque=", "userhash=true", " ", "\r\n ", "\u00e9"];

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => _seeds.Select(Encoding.UTF8.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (input.Span.IndexOfAny((byte)'\r', (byte)'\n') >= 0) return; // it comes unfolded
        var text = Encoding.UTF8.GetString(input.Span);
        if (DigestCredentials.TryParse(text, out var credentials))
        {
            var written = credentials.ToString();
            BrokenPromiseException.Unless(DigestCredentials.TryParse(written, out var again) && again == credentials, $"credentials survive writing: {written}");
        }
        if (DigestChallenge.TryParse(text, out var challenge))
        {
            var written = challenge.ToString();
            BrokenPromiseException.Unless(DigestChallenge.TryParse(written, out var again) && again.ToString() == written, $"a challenge survives writing: {written}");
        }
    }
}
