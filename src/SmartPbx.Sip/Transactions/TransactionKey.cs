using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// Which transaction a message belongs to (RFC 3261 §17.1.3, §17.2.3), as text in a room of the caller's, so that a lookup allocates
/// nothing; only a new transaction keeps its key as a string.
/// </summary>
internal ref struct TransactionKey(Span<char> buffer)
{
    /// <summary>Characters of branch, sent-by, Call-ID and tags together; a message with more is refused.</summary>
    public const int MaxLength = 2_048;

    private const char Separator = '\n';

    private readonly Span<char> _buffer = buffer;
    private int _length;

    public readonly ReadOnlySpan<char> Text => _buffer[.._length];

    public bool IsTooLong { get; private set; }

    /// <summary>Key of a request; ACK and CANCEL take the key of their INVITE by naming its method.</summary>
    public void ForRequest(SipMessageView request, ReadOnlySpan<byte> method)
    {
        if (IsUnique(request.Branch))
        {
            Append(request.Branch);
        }
        else
        {
            // RFC 2543 has no branches: Request-URI, From tag, Call-ID, CSeq number and top Via identify it. The To tag is left
            // out, as an ACK has it and its INVITE has not.
            AppendDialogPart(request);
            Append(request.Uri);
        }
        Append(request.SentByHost);
        Append(request.SentByPort);
        Append(method);
    }

    /// <summary>Key of a response: branch and CSeq method. Our own branches are unique, so sent-by is not needed.</summary>
    public void ForResponse(SipMessageView response)
    {
        Append(response.Branch);
        Append(response.CSeqMethod);
    }

    /// <summary>Key of an ACK for a 2xx, by the dialog and the CSeq of the INVITE (§13.3.1.4).</summary>
    public void ForAck(SipMessageView ack)
    {
        AppendDialogPart(ack);
        Append(ack.ToTag);
    }

    /// <summary>Key of a request that came by two ways (§8.2.2.2).</summary>
    public void ForMerge(SipMessageView request)
    {
        AppendDialogPart(request);
        Append(request.Method);
    }

    public static string ForClient(string branch, SipMethod method) => $"{branch}{Separator}{method}{Separator}";

    public static string ForAck(SipResponse response) =>
        $"{response.CallId}{Separator}{response.From.Tag}{Separator}{response.CSeq.Number}{Separator}{response.To.Tag}{Separator}";

    private void AppendDialogPart(SipMessageView message)
    {
        message.TryGet(SipHeaderId.CallId, out var callId);
        Append(callId);
        Append(message.FromTag);
        Append((int)message.CSeqNumber);
    }

    // A branch of nothing but the cookie is no better than none (badbranch of RFC 4475).
    private static bool IsUnique(ReadOnlySpan<byte> branch) =>
        branch.Length > Via.MagicCookie.Length && Ascii.EqualsIgnoreCase(branch[..Via.MagicCookie.Length], Via.MagicCookie);

    private void Append(scoped ReadOnlySpan<byte> text)
    {
        if (text.Length >= _buffer.Length - _length)
        {
            IsTooLong = true;
            return;
        }
        Encoding.Latin1.GetChars(text, _buffer[_length..]);
        _length += text.Length;
        _buffer[_length++] = Separator;
    }

    private void Append(int number)
    {
        Span<byte> digits = stackalloc byte[11];
        number.TryFormat(digits, out int length);
        Append(digits[..length]);
    }
}
