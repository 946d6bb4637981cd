namespace SmartPbx.Fuzz.Targets;

/// <summary>Descriptions as phones, carriers and browsers send them.</summary>
internal static class SdpSamples
{
    public static readonly string[] Words =
    [
        "\r\n", "\n", "v=0\r\n", "o=- 1 1 IN IP4 127.0.0.1\r\n", "s=-\r\n", "t=0 0\r\n", "c=IN IP4 0.0.0.0\r\n", "c=IN IP6 ::1\r\n", "c=IN IP4 224.2.1.1/127/3\r\n", "m=audio 0 RTP/AVP 0\r\n", "m=audio 9 RTP/AVP 0 8 101\r\n",
        "m=video 9 RTP/SAVPF 96\r\n", "m=image 9 udptl t38\r\n", "a=rtpmap:101 telephone-event/8000\r\n", "a=rtpmap:111 opus/48000/2\r\n", "a=fmtp:101 0-16\r\n", "a=sendonly\r\n", "a=inactive\r\n", "a=ptime:", "a=maxptime:",
        "a=rtcp:9 IN IP4 127.0.0.1\r\n", "a=rtcp-mux\r\n", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n", "a=:", "a=", "b=AS:64\r\n", "\0", "IP4", "IP6", "RTP/AVPF",
    ];

    public static readonly string[] Descriptions =
    [
        "v=0\r\no=- 4711 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n",
        "v=0\r\no=root 1 2 IN IP6 2001:db8::1\r\ns=call\r\nc=IN IP6 2001:db8::1\r\nt=0 0\r\na=sendonly\r\nm=audio 6000/2 RTP/AVP 9 18\r\na=rtcp:6001 IN IP6 2001:db8::1\r\na=rtcp-mux\r\nm=video 6010 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n",
        "v=0\no=x 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0\nm=audio 9 RTP/AVPF 111 0\nc=IN IP4 192.0.2.1\na=rtpmap:111 opus/48000/2\na=fmtp:111 minptime=10;useinbandfec=1\na=inactive\nm=image 0 udptl t38\n",
    ];
}
