using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Fuzz.Targets;

/// <summary>From, To, Contact and their like (RFC 3261 §20.10): what parses is written so that it reads the same.</summary>
internal sealed class NameAddrTarget : IFuzzTarget
{
    private static readonly string[] _seeds =
    [
        "\"A. G. Bell\" <sip:agb@bell-telephone.com> ;tag=a48s", "sip:+12125551212@server.phone2net.com;tag=887s", "Anonymous <sip:c8oqz84zk7z@privacy.org>;tag=hyh8", "<sip:a@b;lr>;q=0.7;expires=3600",
        "token1~` token2'+_ token3*%!.- <sip:mundane@example.com>", "\"BEL:\\\a NUL:\\\0\" <sip:x@y>;ext=\"quo\\\"ted\"", "<tel:+1-201-555-0123>;x", "\"\" <sip:[::1]>", "caller<sip:caller@example.com>;tag=323",
    ];

    public string Name => "name-addr";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => _seeds.Select(Encoding.UTF8.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (!FieldValue.IsPossible(input.Span) || !NameAddr.TryParse(input.Span, out var value)) return;
        var text = value.ToString();
        if (value.Uri.ToString().Length > SipLimits.MaxUriBytes) return; // escapes grow when written
        BrokenPromiseException.Unless(NameAddr.TryParse(text, out var again), $"what was written parses: {text}");
        BrokenPromiseException.Unless(again == value, $"parse(write(x)) = x: {text}");
        BrokenPromiseException.Unless(!text.AsSpan().ContainsAny('\r', '\n'), "what was written is one line");
    }
}
