using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Takes every request from the SIP stack to the one who answers it. Runs on the stack's loop and never waits.</summary>
internal sealed class SipDesk(CallAdmission admission, CallRegistry registry, EdgeMetrics metrics, ILogger logger) : ISipUser
{
    /// <summary>Set once before the stack starts.</summary>
    public InviteDesk? Invites { get; set; }

    /// <summary>Set once before the stack starts.</summary>
    public RegistrarDesk? Registrar { get; set; }

    public void OnRequest(ServerTransaction transaction)
    {
        var request = transaction.Request;
        metrics.SipRequest(Label(request.Method));
        if (request.To.Tag is { } tag) OnInDialog(transaction, tag);
        else if (request.Method == SipMethod.Invite) Invites!.Accept(transaction);
        else if (request.Method == SipMethod.Register) Registrar!.Register(transaction);
        else if (request.Method == SipMethod.Options) transaction.Respond(Capabilities(transaction));
        else if (request.Method == SipMethod.Cancel || request.Method == SipMethod.Bye) transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else transaction.Respond(LegMessages.NotAllowed(transaction, LegMessages.AllowOutside));
    }

    public void OnCancel(ServerTransaction invite)
    {
        // Without a call the INVITE has had its final answer already; a re-INVITE is answered at once and cannot be cancelled.
        if (registry.Find(invite.Request.CallId, invite.LocalTag) is { } found && invite.Request.To.Tag is null) found.Call.TryHandle(new CallInput.Cancelled(invite.CancelReason));
    }

    public void OnAck(SipRequest ack, SipFlow flow)
    {
        if (registry.Find(ack.CallId, ack.To.Tag) is { } found) found.Call.TryHandle(new CallInput.Acknowledged(found.Side, ack));
    }

    public void OnAckTimeout(ServerTransaction invite)
    {
        if (registry.Find(invite.Request.CallId, invite.LocalTag) is { } found) found.Call.TryHandle(new CallInput.AckLost(found.Side, invite.Request.CSeq.Number));
    }

    public void OnTransportError(ServerTransaction transaction)
    {
        metrics.Fault("sip_transport");
        if (transaction.Request.Method == SipMethod.Invite) OnAckTimeout(transaction);
    }

    public void OnMalformed(SipFlow flow, SipParseError error) => metrics.SipMalformed(error.Code.ToString());

    public void OnFault(Exception exception)
    {
        metrics.Fault("sip");
        logger.LogError(exception, "a SIP callback failed");
    }

    private void OnInDialog(ServerTransaction transaction, string tag)
    {
        if (registry.Find(transaction.Request.CallId, tag) is not { } found) transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else if (!found.Call.TryHandle(new CallInput.Request(found.Side, transaction)))
            transaction.Respond(transaction.Request.Method == SipMethod.Bye ? SipStatus.Ok : found.Call.IsOver ? SipStatus.CallOrTransactionDoesNotExist : SipStatus.ServiceUnavailable);
    }

    private SipResponse Capabilities(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(admission.IsDraining ? SipStatus.ServiceUnavailable : SipStatus.Ok);
        response.Headers.Set("Allow", LegMessages.AllowAll);
        response.Headers.Set("Accept", "application/sdp");
        response.Headers.Set("Supported", LegMessages.Supported); // RFC 3261 §11.2
        if (admission.IsDraining) response.Headers.Set("Retry-After", LegMessages.RetryAfterSeconds);
        return response;
    }

    // A label must not grow with what the wire says.
    private static string Label(SipMethod method) => method.Name switch
    {
        "INVITE" or "BYE" or "REGISTER" or "OPTIONS" or "CANCEL" or "INFO" or "UPDATE" or "PRACK" or "REFER" or "MESSAGE" or "SUBSCRIBE" or "NOTIFY" => method.Name,
        _ => "other",
    };
}
