namespace SmartPbx.Sip.Messages;

/// <summary>Where one header field lies in the bytes of a message; the value is without outer white space.</summary>
internal struct SipHeaderSlot
{
    public SipHeaderId Id;
    public SipSlice Name;
    public SipSlice Value;
}
