using System.Globalization;
using System.Net;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>What a phone that knows RFC 3262 does, on either side.</summary>
internal static class Reliable
{
    /// <summary>The caller's early dialog.</summary>
    public static TestDialog Early(this TestCall call, TestPhone phone, TestEdge edge, SipResponse progress)
    {
        var rtp = SdpSession.TryParse(progress.Body.Span, out var description, out _) ? TestCall.Rtp(description) : new IPEndPoint(IPAddress.Loopback, 9);
        return new TestDialog(phone, Dialog.FromUac(call.Invite, progress)!, edge.Sip, rtp);
    }

    /// <summary>Acknowledges a reliable answer.</summary>
    public static Task<SipResponse> PrackAsync(this TestDialog early, SipResponse progress, Action<SipRequest>? change = null) => early.SendAsync(SipMethod.Prack, prack =>
    {
        prack.Headers.Set("RAck", $"{progress.Headers["RSeq"]} {progress.CSeq}");
        change?.Invoke(prack);
    });

    /// <summary>Waits for the 200 and acknowledges it, in the dialog that began early.</summary>
    public static async Task<SipResponse> ConfirmedAsync(this TestDialog early, TestCall call)
    {
        var ok = await call.ResponseAsync(200);
        early.Dialog.Confirm(ok);
        early.Phone.Stack.SendAck(early.Dialog.CreateAck(call.Invite), early.Edge);
        return ok;
    }

    /// <summary>A reliable answer of the callee.</summary>
    public static SipResponse RespondReliably(this ServerTransaction invite, TestPhone phone, int status, uint sequence, string? tag = null, bool withAudio = false)
    {
        var response = invite.CreateResponse(status);
        if (tag is not null) response.To = response.To.WithTag(tag);
        response.Contact = phone.Stack.Contact("phone");
        response.Headers.Set("Require", "100rel");
        response.Headers.Set("RSeq", sequence.ToString(CultureInfo.InvariantCulture));
        if (withAudio) response.SetBody(SdpSession.ContentType, phone.AnswerTo(invite.Request, out _).ToBytes());
        invite.Respond(response);
        return response;
    }

    /// <summary>Waits for the PRACK of the edge, answers 200, and gives what it acknowledged.</summary>
    public static async Task<RAck> TakePrackAsync(this TestPhone phone)
    {
        var prack = await phone.RequestAsync(SipMethod.Prack);
        prack.Respond(200);
        Assert.True(RAck.TryParse(prack.Request.Headers["RAck"], out var rack));
        return rack;
    }
}
