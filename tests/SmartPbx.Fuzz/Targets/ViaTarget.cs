using System.Text;
using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Via (RFC 3261 §20.42): what parses is written so that it reads the same.</summary>
internal sealed class ViaTarget : IFuzzTarget
{
    private static readonly string[] _seeds =
    [
        "SIP/2.0/UDP erlang.bell-telephone.com:5060;branch=z9hG4bK87asdks7", "SIP / 2.0 / TCP  spindle.example.com ; branch = z9hG4bK30239", "SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z9hG4bKas3-111;rport",
        "SIP/2.0/UDP first.example.com: 4000;ttl=16;maddr=224.2.0.1;branch=z9hG4bKa7c6a8dlze.1", "SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK56sdasks;rport=1;received=192.0.2.1;x=\"a;b\"",
    ];

    public string Name => "via";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => _seeds.Select(Encoding.UTF8.GetBytes);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        if (!FieldValue.IsPossible(input.Span) || !Via.TryParse(input.Span, out var via)) return;
        var text = via.ToString();
        BrokenPromiseException.Unless(Via.TryParse(text, out var again), $"what was written parses: {text}");
        BrokenPromiseException.Unless(again == via, $"parse(write(x)) = x: {text}");
        BrokenPromiseException.Unless(!text.AsSpan().ContainsAny('\r', '\n'), "what was written is one line");
    }
}
