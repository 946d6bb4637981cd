using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>re-INVITE from a test phone.</summary>
internal static class Renegotiating
{
    /// <summary>Sends it and acknowledges a 2xx; its final answer.</summary>
    public static async Task<SipResponse> ReinviteAsync(this TestDialog dialog, SdpSession? offer, Func<SipResponse, SdpSession>? answer = null, bool acknowledge = true)
    {
        var call = dialog.BeginReinvite(offer);
        var final = await call.FinalAsync();
        if (!final.IsSuccess || !acknowledge) return final;
        var ack = dialog.Dialog.CreateAck(call.Invite);
        if (answer is not null) ack.SetBody(SdpSession.ContentType, answer(final).ToBytes());
        dialog.Phone.Stack.SendAck(ack, dialog.Edge);
        return final;
    }

    /// <summary>Sends it and waits for nothing.</summary>
    public static TestCall BeginReinvite(this TestDialog dialog, SdpSession? offer)
    {
        var invite = dialog.Dialog.CreateRequest(SipMethod.Invite);
        if (offer is not null) invite.SetBody(SdpSession.ContentType, offer.ToBytes());
        var call = new TestCall(dialog.Phone, dialog.Edge);
        call.Send(invite);
        return call;
    }

    /// <summary>UPDATE with an offer.</summary>
    public static Task<SipResponse> UpdateAsync(this TestDialog dialog, SdpSession? offer) => dialog.SendAsync(SipMethod.Update, update =>
    {
        if (offer is not null) update.SetBody(SdpSession.ContentType, offer.ToBytes());
    });

    /// <summary>The description in a message.</summary>
    public static SdpSession Sdp(this SipMessage message)
    {
        Assert.True(SdpSession.TryParse(message.Body.Span, out var session, out _), Encoding.UTF8.GetString(message.Body.Span));
        return session;
    }

    /// <summary>The direction of the audio in a message.</summary>
    public static SdpDirection Direction(this SipMessage message) => message.Sdp() is var sdp ? sdp.DirectionOf(sdp.Audio!) : default;
}
