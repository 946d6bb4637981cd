using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Authentication;

/// <summary>
/// Keeps digest responses out of ladders and captures: with one, a password can be guessed at leisure. The value of <c>response</c> in
/// Authorization and Proxy-Authorization becomes <c>x</c>s of the same length.
/// </summary>
internal sealed class MaskedTrace(ISipTrace inner) : ISipTrace
{
    private static ReadOnlySpan<byte> Header => "uthorization"u8;

    private static ReadOnlySpan<byte> Field => "response="u8;

    public static ISipTrace? Around(ISipTrace? trace) => trace is null ? null : new MaskedTrace(trace);

    public void OnReceived(SipFlow source, ReadOnlySpan<byte> message) => inner.OnReceived(source, Mask(message));

    public void OnSent(SipFlow destination, ReadOnlySpan<byte> message) => inner.OnSent(destination, Mask(message));

    private static ReadOnlySpan<byte> Mask(ReadOnlySpan<byte> message)
    {
        int start = message.IndexOf(Header);
        if (start < 0)
            return message;
        byte[] masked = message.ToArray();
        var rest = masked.AsSpan(start);
        for (int at = rest.IndexOf(Field); at >= 0; at = rest.IndexOf(Field))
        {
            rest = rest[(at + Field.Length)..];
            int end = Math.Max(0, rest.TrimStart((byte)'"').IndexOfAny("\",\r\n"u8)) + (rest.Length - rest.TrimStart((byte)'"').Length);
            rest[..end].Fill((byte)'x');
        }
        return masked;
    }
}
