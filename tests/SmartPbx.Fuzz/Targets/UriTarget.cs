using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Fuzz.Targets;

/// <summary>URIs (RFC 3261 §19.1): what parses is written so that it reads the same.</summary>
internal sealed class UriTarget : IFuzzTarget
{
    private static readonly string[] _seeds =
    [
        "sip:alice@example.com", "sips:bob:pass%20word@192.0.2.4:5061;transport=tls", "sip:+1-212-555-1212:1234@gateway.com;user=phone", "sip:[2001:db8::10]:5070;lr", "sip:a%00b@h?subject=x&to=y", "tel:+1-201-555-0123;ext=7",
        "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com", "sip:%75se%72@example.com;maddr=224.0.0.1;ttl=15;method=INVITE", "sip:example.com.", "urn:service:sos",
    ];

    public string Name => "uri";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => _seeds.Select(Encoding.UTF8.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (!SipUri.TryParse(input.Span, out var uri)) return;
        BrokenPromiseException.Unless(uri.IsEquivalentTo(uri), "a URI is equivalent to itself");
        var text = uri.ToString();
        if (text.Length > SipLimits.MaxUriBytes) return; // escapes grow when written
        BrokenPromiseException.Unless(SipUri.TryParse(text, out var again), $"what was written parses: {text}");
        BrokenPromiseException.Unless(again == uri, $"parse(write(x)) = x: {text}");
    }
}
