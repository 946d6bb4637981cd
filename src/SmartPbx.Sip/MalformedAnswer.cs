using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip;

/// <summary>
/// The stateless answer to a request that is no valid message. It copies what RFC 3261 §8.2.6.2 wants copied byte for byte, as far
/// as it is there.
/// </summary>
internal static class MalformedAnswer
{
    private static readonly SipHeaderId[] _copied = [SipHeaderId.From, SipHeaderId.To, SipHeaderId.CallId, SipHeaderId.CSeq];

    /// <summary>
    /// <c>false</c> when no answer is allowed or possible: responses, ACK (§17), an unknown method line, or no Via to copy.
    /// </summary>
    public static bool TryCreate(SipMessageView view, SipParseError error, SipFlow source, SipTokens tokens, string product,
        out byte[] answer, out SipFlow flow)
    {
        answer = [];
        flow = source;
        if (!view.IsRequest || view.Method.IsEmpty || view.Method.SequenceEqual("ACK"u8) || !view.TryGet(SipHeaderId.Via, out _))
            return false;
        using var writer = SipMessageWriter.Create();
        writer.Write($"SIP/2.0 {error.Status} {SipStatus.ReasonOf(error.Status)}\r\n");
        WriteVias(writer, view, source, ref flow);
        foreach (var id in _copied)
            WriteFirst(writer, view, id, tokens);
        writer.Write($"Server: {product}\r\nContent-Length: 0\r\n\r\n");
        answer = writer.ToArray();
        return true;
    }

    private static void WriteVias(SipMessageWriter writer, SipMessageView view, SipFlow source, ref SipFlow flow)
    {
        bool isTop = true;
        foreach (var slot in view.Slots)
        {
            if (slot.Id != SipHeaderId.Via)
                continue;
            writer.Write("Via: "u8);
            var value = view.ValueOf(slot);
            if (isTop && Via.TryParse(value, out var via))
            {
                via = ResponseRoute.Complete(via, source.Remote);
                flow = ResponseRoute.For(via, source);
                writer.Write(via.ToString());
            }
            else
            {
                writer.Write(value);
            }
            writer.Write("\r\n"u8);
            isTop = false;
        }
    }

    private static void WriteFirst(SipMessageWriter writer, SipMessageView view, SipHeaderId id, SipTokens tokens)
    {
        if (!view.TryGet(id, out var value))
            return;
        writer.Write(SipHeaderNames.NameOf(id));
        writer.Write(": "u8);
        writer.Write(value);
        if (id == SipHeaderId.To && NameAddr.TryParse(value, out var to) && string.IsNullOrEmpty(to.Tag))
            writer.Write($";tag={tokens.NewTag()}");
        writer.Write("\r\n"u8);
    }
}
