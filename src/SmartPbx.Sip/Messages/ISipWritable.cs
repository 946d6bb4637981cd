namespace SmartPbx.Sip.Messages;

/// <summary>A value that writes itself as it stands in a header, without a string in between.</summary>
internal interface ISipWritable
{
    void WriteTo(SipMessageWriter writer);
}
