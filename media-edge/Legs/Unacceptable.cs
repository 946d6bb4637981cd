using System.Globalization;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>An offer that cannot be met: 488 with a Warning that says why (RFC 3261 §21.4.26, §20.43), so that who sets up the phone need not guess.</summary>
internal static class Unacceptable
{
    private const int Miscellaneous = 399;

    /// <summary>The refusal.</summary>
    public static SipResponse Answer(ServerTransaction transaction, SipStack stack, SdpMismatch? why) =>
        Explain(transaction.CreateResponse(SipStatus.NotAcceptableHere), transaction, stack, why);

    /// <summary>Adds the reason to a refusal; null: there is none to give.</summary>
    public static SipResponse Explain(SipResponse refusal, ServerTransaction transaction, SipStack stack, SdpMismatch? why)
    {
        if (why is not { } mismatch || refusal.Status != SipStatus.NotAcceptableHere) return refusal;
        var (code, text) = Warning(mismatch);
        refusal.Headers.Set("Warning", string.Create(CultureInfo.InvariantCulture, $"{code} {stack.Contact(null, transaction.Flow).Uri.Host} \"{text}\""));
        return refusal;
    }

    private static (int Code, string Text) Warning(SdpMismatch why) => why switch
    {
        SdpMismatch.AddressFamily => (301, "Incompatible network address formats: no media in this address family"),
        SdpMismatch.Transport => (302, "Incompatible transport protocol: plain RTP only"),
        SdpMismatch.Media => (304, "Media type not available: no audio offered"),
        SdpMismatch.Format => (305, "Incompatible media format: no codec in common"),
        _ => (Miscellaneous, "The host name in the c= line has no address here"),
    };
}
