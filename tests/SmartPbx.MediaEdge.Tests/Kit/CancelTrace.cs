using System.Text;
using SmartPbx.Sip;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Keeps the CANCELs that reach a phone; its stack answers them itself and shows only the INVITE.</summary>
internal sealed class CancelTrace : ISipTrace
{
    private readonly List<string> _texts = [];

    public IReadOnlyList<string> Texts
    {
        get { lock (_texts) return [.. _texts]; }
    }

    public void OnReceived(SipFlow source, ReadOnlySpan<byte> message)
    {
        if (!message.StartsWith("CANCEL "u8)) return;
        lock (_texts) _texts.Add(Encoding.UTF8.GetString(message));
    }

    public void OnSent(SipFlow destination, ReadOnlySpan<byte> message) { }
}
