using SmartPbx.Fuzz.Mutation;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Parser, rules, typed headers, writer: what parses is written so that it reads the same, and belongs to the same transaction.</summary>
internal sealed class SipMessageTarget : IFuzzTarget
{
    private readonly SipMessageView _first = new(SipLimits.Default);
    private readonly SipMessageView _again = new(SipLimits.Default);

    public string Name => "sip";

    public IReadOnlyList<string> Words => SipSamples.Words;

    public IEnumerable<byte[]> Seeds(FuzzRandom random) => SipSamples.Messages(random);

    public void Feed(ReadOnlyMemory<byte> input)
    {
        var isValid = _first.TryParse(input, out var error) & _first.TryValidate(out _) && error.Code == SipParseErrorCode.None;
        BrokenPromiseException.Unless(error.Offset >= 0 && error.Offset <= input.Length, "the offset of an error lies in the message");
        BrokenPromiseException.Unless(_first.HeaderCount <= SipLimits.Default.MaxHeaders, "no more headers are indexed than the limit");
        if (!isValid) return;
        var message = Materialise(_first);
        Read(message);
        var written = message.ToBytes();
        if (written.Length > SipLimits.Default.MaxMessageBytes) return; // compact names grow when written
        BrokenPromiseException.Unless(_again.TryParse(written, out error) && _again.TryValidate(out error), $"what was written parses: {error.Code} at {error.Offset}");
        BrokenPromiseException.Unless(Materialise(_again).ToBytes().AsSpan().SequenceEqual(written), "parse(write(x)) is written like x");
        // RFC 2543 keys hold the Request-URI as it came, so only RFC 3261 ones are asked for; the cookie alone is none.
        if (message.TopVia!.Branch is { } branch && branch.StartsWith(Via.MagicCookie, StringComparison.Ordinal) && branch.Length > Via.MagicCookie.Length) BrokenPromiseException.Unless(HasSameKey(_first, _again), "a written message has the transaction key of the first");
    }

    private static SipMessage Materialise(SipMessageView view) => view.IsRequest ? view.ToRequest() : view.ToResponse();

    /// <summary>Every typed reading that a stack or its user does; none may throw.</summary>
    private static void Read(SipMessage message)
    {
        _ = (message.From.Tag, message.To.Tag, message.CallId, message.CSeq, message.TopVia?.Branch, message.Vias.Count, message.Contact?.Uri.Host, message.Contacts.Count);
        _ = (message.IsContactWildcard, message.Routes.Count, message.RecordRoutes.Count, message.Expires, message.ContentType);
        foreach (var (name, value) in message.Headers.Fields) _ = message.Headers[name] ?? value;
        if (message is SipRequest request) _ = (request.Uri.User, request.Uri.IsSip, request.MaxForwards);
    }

    private static bool HasSameKey(SipMessageView first, SipMessageView again)
    {
        Span<char> a = stackalloc char[TransactionKey.MaxLength], b = stackalloc char[TransactionKey.MaxLength];
        var one = new TransactionKey(a);
        var other = new TransactionKey(b);
        Fill(ref one, first);
        Fill(ref other, again);
        return one.IsTooLong || other.IsTooLong || one.Text.SequenceEqual(other.Text);
    }

    private static void Fill(ref TransactionKey key, SipMessageView view)
    {
        if (view.IsRequest) key.ForRequest(view, view.Method);
        else key.ForResponse(view);
    }
}
