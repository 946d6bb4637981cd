using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>A dialog that a provisional answer began (RFC 3261 §12.1.2): a phone, or one of the phones behind a proxy that forked.</summary>
internal sealed class EarlyDialog(Dialog dialog)
{
    public Dialog Dialog => dialog;

    /// <summary>Which of its reliable answers was taken last.</summary>
    public ReliableSequence Sequence { get; } = new();

    /// <summary>Its answer to our offer; null while it has said none.</summary>
    public SdpSession? Answer { get; private set; }

    /// <summary>Whether that answer came reliably: then it is the answer, whatever the 200 says (RFC 3261 §13.2.1).</summary>
    public bool IsSettled { get; private set; }

    public void Take(SdpSession answer, bool reliably)
    {
        if (IsSettled) return;
        (Answer, IsSettled) = (answer, reliably);
    }

    /// <summary>An UPDATE of the phone has described its audio anew (RFC 3311): from now on this counts.</summary>
    public void Supersede(SdpSession description) => (Answer, IsSettled) = (description, true);
}
