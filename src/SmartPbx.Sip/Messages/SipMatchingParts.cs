namespace SmartPbx.Sip.Messages;

/// <summary>
/// Where the parts of a message lie by which its transaction and its dialog are found (RFC 3261 §17.1.3, §17.2.3, §12.2.2); noted when
/// the headers are checked, so that nobody takes them apart a second time.
/// </summary>
internal struct SipMatchingParts
{
    public bool HasVia;
    public SipSlice Branch;
    public SipSlice SentByHost;
    public int SentByPort;
    public SipSlice FromTag;
    public SipSlice ToTag;
    public uint CSeqNumber;
    public SipSlice CSeqMethod;
}
