using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>REFER and its NOTIFYs from a test phone's side.</summary>
internal static class Refers
{
    /// <summary>Sends REFER to a number at the edge; its final answer.</summary>
    public static Task<SipResponse> ReferAsync(this TestDialog dialog, string number, Action<SipRequest>? change = null) => dialog.SendAsync(SipMethod.Refer, refer =>
    {
        refer.Headers.Set("Refer-To", $"<sip:{number}@{TestEdge.Domain}>");
        change?.Invoke(refer);
    });

    /// <summary>REFER that joins the two calls of this phone (RFC 5589 §7).</summary>
    public static Task<SipResponse> ReferReplacingAsync(this TestDialog dialog, string number, TestDialog other) => dialog.ReferAsync(number,
        refer => refer.Headers.Set("Refer-To", $"<sip:{number}@{TestEdge.Domain}?Replaces={Uri.EscapeDataString(other.Replacing())}>"));

    /// <summary>How a Replaces names this dialog: as the edge, its other end, knows it.</summary>
    public static string Replacing(this TestDialog dialog) =>
        $"{dialog.Dialog.State.CallId};to-tag={dialog.Dialog.State.RemoteTag};from-tag={dialog.Dialog.State.LocalTag}";

    /// <summary>The next NOTIFY must say this.</summary>
    public static async Task<SipRequest> IsToldAsync(this TestPhone phone, int status)
    {
        var notify = await phone.NotifyAsync();
        Assert.StartsWith($"SIP/2.0 {status} ", Encoding.ASCII.GetString(notify.Body.Span), StringComparison.Ordinal);
        Assert.Equal("message/sipfrag", notify.ContentType);
        Assert.StartsWith("refer;id=", notify.Headers["Event"], StringComparison.Ordinal);
        Assert.StartsWith(status < 200 ? "active;" : "terminated;reason=noresource", notify.Headers["Subscription-State"], StringComparison.Ordinal);
        return notify;
    }
}
