using System.Text;
using SmartPbx.Fuzz.Mutation;

namespace SmartPbx.Fuzz.Targets;

/// <summary>Ordinary traffic as phones and carriers send it, made anew from the seed; and the words of the grammar.</summary>
internal static class SipSamples
{
    public static readonly string[] Words =
    [
        "\r\n", "\r\n\r\n", "\r\n ", "\n", "SIP/2.0", "SIP/2.0/UDP ", "SIP / 2.0 / TCP", "INVITE", "ACK", "sip:", "sips:", "tel:", "<sip:", ">", "\"", "\\\"", ";tag=", ";branch=z9hG4bK", ";rport",
        ";received=", ";lr", ";maddr=", ";ttl=", "[::1]", "[2001:db8::9:1]", ":5060", "%00", "%41", "%zz", "*", ", ", "Via: ", "v: ", "Via : ", "To: ", "t: ", "From: ", "f: ", "Call-ID: ", "i: ",
        "CSeq: ", "CSeq: 1 INVITE\r\n", "Contact: ", "m: ", "Route: ", "Record-Route: ", "Content-Length: ", "l: ", "Content-Type: application/sdp\r\n", "Expires: ", "Max-Forwards: ", "Require: ",
        "Replaces: ", "Refer-To: ", "RAck: 1 1 INVITE", "RSeq: ", "Session-Expires: 90;refresher=uac", "Min-SE: ", "Authorization: Digest ", "Reason: Q.850;cause=16", "Identity: ", "\u00e9\u4e2d",
    ];

    private static readonly string[] _methods = ["INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "UPDATE", "INFO", "REFER", "NOTIFY", "MESSAGE", "SUBSCRIBE"];
    private static readonly string[] _hosts = ["192.0.2.7", "example.com", "[2001:db8::7]", "127.0.0.1:5070", "a-b.c.example:65535"];
    private static readonly string[] _extra =
    [
        "Session-Expires: 1800;refresher=uas", "Supported: timer, 100rel, replaces", "Allow: INVITE, ACK, BYE", "User-Agent: fuzz/1.0 (a \"b\")", "P-Asserted-Identity: \"A B\" <sip:+8225551234@carrier.example>",
        "Privacy: id", "Diversion: <sip:1008@x>;reason=no-answer;counter=1", "History-Info: <sip:a@b>;index=1,<sip:c@d>;index=1.1", "Route: <sip:p1.example;lr>, <sip:p2.example;lr>", "Record-Route: <sip:p1.example;lr>",
        "Warning: 307 isi.edu \"Session parameter 'foo' not understood\"", "Date: Sat, 21 Nov 2026 10:00:00 GMT", "Accept: application/sdp;level=1, application/x-private", "Subject:\r\n folded\r\n\tsubject",
        "Authorization: Digest username=\"1008\",realm=\"r\",nonce=\"n\",uri=\"sip:r\",response=\"00112233445566778899aabbccddeeff\",qop=auth,nc=00000001,cnonce=\"c\"",
    ];

    public static IEnumerable<byte[]> Messages(FuzzRandom random)
    {
        foreach (var torture in Corpus.TortureMessages()) yield return torture;
        for (var i = 0; i < 200; i++) yield return Encoding.UTF8.GetBytes(random.OneIn(3) ? Response(random) : Request(random));
    }

    private static string Request(FuzzRandom random)
    {
        var method = random.Any(_methods);
        return $"{method} sip:100{random.Below(10)}@{random.Any(_hosts)}{(random.OneIn(4) ? ";transport=tcp" : "")} SIP/2.0\r\n" + Rest(random, method);
    }

    private static string Response(FuzzRandom random) => $"SIP/2.0 {100 + random.Below(600)} {random.Any((string[])["OK", "", "Ringing", "Busy \u00fc"])}\r\n" + Rest(random, random.Any(_methods));

    private static string Rest(FuzzRandom random, string method)
    {
        var compact = random.OneIn(4);
        var body = random.OneIn(2) ? "" : random.Any(SdpSamples.Descriptions);
        var text = new StringBuilder();
        for (var vias = 1 + random.Below(3); vias > 0; vias--)
            text.Append(compact ? "v" : "Via").Append($": SIP/2.0/{random.Any((string[])["UDP", "TCP", "TLS", "WS"])} {random.Any(_hosts)};branch=z9hG4bK{random.Next():x}{(random.OneIn(2) ? ";rport" : "")}\r\n");
        text.Append(compact ? "f" : "From").Append($": \"A \\\"B\\\" {random.Below(9)}\" <sip:alice@{random.Any(_hosts)}>{(random.OneIn(9) ? "" : $";tag={random.Below(99999)}")}\r\n");
        text.Append(compact ? "t" : "To").Append($": <sip:bob@{random.Any(_hosts)}>{(random.OneIn(2) ? $";tag=t{random.Below(99)}" : "")}\r\n");
        text.Append(compact ? "i" : "Call-ID").Append($": {random.Next():x}@{random.Any(_hosts)}\r\n").Append($"CSeq: {random.Below(1 << 30)} {method}\r\nMax-Forwards: {random.Below(80)}\r\n");
        text.Append(compact ? "m" : "Contact").Append($": <sip:alice@{random.Any(_hosts)};transport=udp>;expires={random.Below(4000)}\r\n");
        for (var more = random.Below(4); more > 0; more--) text.Append(random.Any(_extra)).Append("\r\n");
        if (body.Length > 0) text.Append("Content-Type: application/sdp\r\n");
        return text.Append($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}").ToString();
    }
}
