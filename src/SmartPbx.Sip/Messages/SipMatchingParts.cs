namespace SmartPbx.Sip.Messages;

/// <summary>
/// Where the parts of a message lie by which its transaction and its dialog are found (RFC 3261 §17.1.3, §17.2.3, §12.2.2); noted when the headers are
/// checked, so that nobody takes them apart a second time.
/// </summary>
internal struct SipMatchingParts
{
    public Range Branch;
    public Range SentByHost;
    public int SentByPort;
    public Range FromTag;
    public Range ToTag;
    public uint CSeqNumber;
    public Range CSeqMethod;
}
