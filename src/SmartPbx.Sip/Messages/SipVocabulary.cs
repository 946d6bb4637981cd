using System.Text;

namespace SmartPbx.Sip.Messages;

/// <summary>The words that nearly every message has, each made once; all others become a string of their own.</summary>
internal static class SipVocabulary
{
    private const int MaxLength = 16;

    private static readonly (byte[] Bytes, string Text)[][] _byLength = Index(
        "UDP", "TCP", "TLS", "WS", "WSS", "udp", "tcp", "tls", "ws", "wss",
        "branch", "rport", "received", "alias", "tag", "lr", "transport", "user", "phone", "ob", "expires", "q", "maddr", "ttl", "method",
        "refresher", "uac", "uas", "+sip.instance", "reg-id");

    public static string Of(ReadOnlySpan<byte> text)
    {
        if (text.Length <= MaxLength)
            foreach (ref readonly var word in _byLength[text.Length].AsSpan())
                if (text.SequenceEqual(word.Bytes))
                    return word.Text;
        return Encoding.UTF8.GetString(text);
    }

    private static (byte[] Bytes, string Text)[][] Index(params ReadOnlySpan<string> words)
    {
        var index = new (byte[] Bytes, string Text)[MaxLength + 1][];
        Array.Fill(index, []);
        index[0] = [([], "")];
        foreach (string word in words)
            index[word.Length] = [.. index[word.Length], (Encoding.ASCII.GetBytes(word), word)];
        return index;
    }
}
