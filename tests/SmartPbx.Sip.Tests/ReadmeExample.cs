using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests;

/// <summary>The example of the library's README, whole.</summary>
public sealed class Answerer(SdpAudioSettings audio) : ISipUser
{
    public SipStack? Stack { get; set; }

    public void OnRequest(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(SipStatus.Ok);
        if (transaction.Request.Method == SipMethod.Invite)
        {
            if (!SdpSession.TryParse(transaction.Request.Body.Span, out var offer, out _)
                || !SdpNegotiation.TryAnswer(offer, audio, out var answer, out _))
            {
                transaction.Respond(SipStatus.NotAcceptableHere);
                return;
            }
            response.Contact = Stack!.Contact("answerer", transaction.Flow);
            response.SetBody(SdpSession.ContentType, answer.ToBytes());
        }
        transaction.Respond(response);
    }

    public void OnCancel(ServerTransaction invite) => invite.Respond(SipStatus.RequestTerminated);

    public void OnAck(SipRequest ack, SipFlow flow)
    {
    }

    public void OnAckTimeout(ServerTransaction invite)
    {
    }

    public void OnTransportError(ServerTransaction transaction)
    {
    }

    public void OnMalformed(SipFlow source, SipParseError error)
    {
    }

    public void OnFault(Exception exception)
    {
    }
}
