namespace SmartPbx.Sip;

/// <summary>Where something waits that a stack has not come to yet.</summary>
public enum SipBacklog
{
    /// <summary>Datagrams that were not read.</summary>
    Socket,

    /// <summary>What users were not told.</summary>
    Loop,
}
