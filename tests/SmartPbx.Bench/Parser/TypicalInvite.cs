namespace SmartPbx.Bench.Parser;

/// <summary>What a carrier sends: two Vias, Record-Route, the usual headers, G.711 and telephone-event; about a kilobyte.</summary>
internal static class TypicalInvite
{
    private const string Body =
        "v=0\r\no=carrier 3724394400 3724394405 IN IP4 198.51.100.20\r\ns=call\r\nc=IN IP4 198.51.100.20\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8 101\r\n" +
        "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

    public static string Text { get; } =
        "INVITE sip:+82215881000@pbx.example.com:5060;user=phone SIP/2.0\r\n" +
        "Via: SIP/2.0/UDP 198.51.100.10:5060;branch=z9hG4bK7d3f.4c9a1b2e;rport\r\n" +
        "Via: SIP/2.0/UDP 198.51.100.20:5060;received=198.51.100.20;branch=z9hG4bK-524287-1---a1b2c3d4e5f6\r\n" +
        "Record-Route: <sip:198.51.100.10;lr;ftag=9fxced76sl>\r\n" +
        "Max-Forwards: 69\r\n" +
        "From: \"Kim Minsu\" <sip:+821012345678@carrier.example.net;user=phone>;tag=9fxced76sl\r\n" +
        "To: <sip:+82215881000@pbx.example.com;user=phone>\r\n" +
        "Call-ID: 3848276298220188511@198.51.100.20\r\n" +
        "CSeq: 1 INVITE\r\n" +
        "Contact: <sip:+821012345678@198.51.100.20:5060;transport=udp>\r\n" +
        "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, PRACK, INFO, REFER, NOTIFY\r\n" +
        "Supported: 100rel, timer, replaces\r\n" +
        "P-Asserted-Identity: <sip:+821012345678@carrier.example.net>\r\n" +
        "User-Agent: Carrier SBC 12.4\r\n" +
        "Content-Type: application/sdp\r\n" +
        $"Content-Length: {Body.Length}\r\n\r\n{Body}";
}
