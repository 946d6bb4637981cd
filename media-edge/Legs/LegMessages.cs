using SmartPbx.Domain.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>Messages that both legs send alike.</summary>
internal static class LegMessages
{
    /// <summary>Every method that a dialog of ours understands (RFC 3261 §20.5).</summary>
    public const string Allow = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE";

    /// <summary>Methods outside a dialog.</summary>
    public const string AllowOutside = Allow + ", REGISTER";

    /// <summary>Seconds after which a refused caller may try again.</summary>
    public const string RetryAfterSeconds = "5";

    /// <summary>BYE with the reason that the CDR gives (RFC 3326).</summary>
    public static SipRequest Bye(Dialog dialog, CallOutcome outcome)
    {
        var bye = dialog.CreateRequest(SipMethod.Bye);
        bye.Headers.Set("Reason", Reason(outcome));
        return bye;
    }

    /// <summary>The final answer that refuses an INVITE.</summary>
    public static SipResponse Refusal(ServerTransaction invite, CallOutcome outcome)
    {
        var response = invite.CreateResponse(outcome.SipStatus);
        response.Headers.Set("Reason", Reason(outcome));
        if (outcome.SipStatus == SipStatus.ServiceUnavailable) response.Headers.Set("Retry-After", RetryAfterSeconds);
        return response;
    }

    /// <summary>A response that makes or keeps a dialog: with Contact, Allow and perhaps a description.</summary>
    public static SipResponse Answer(ServerTransaction transaction, SipStack stack, int status, SdpSession? description)
    {
        var response = transaction.CreateResponse(status);
        response.Contact = stack.Contact(transaction.Request.Uri.User, transaction.Flow);
        response.Headers.Set("Allow", Allow);
        if (description is not null) response.SetBody(SdpSession.ContentType, description.ToBytes());
        return response;
    }

    /// <summary>405 with what would be allowed (RFC 3261 §8.2.1).</summary>
    public static SipResponse NotAllowed(ServerTransaction transaction, string allow)
    {
        var response = transaction.CreateResponse(SipStatus.MethodNotAllowed);
        response.Headers.Set("Allow", allow);
        return response;
    }

    /// <summary>415 with what would be understood (RFC 3261 §8.2.3).</summary>
    public static SipResponse UnsupportedMedia(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(SipStatus.UnsupportedMediaType);
        response.Headers.Set("Accept", $"{SdpSession.ContentType}, application/dtmf-relay, application/dtmf");
        return response;
    }

    /// <summary>The description in a message; null when there is none or it is broken.</summary>
    public static SdpSession? Description(SipMessage message) =>
        message.ContentType == SdpSession.ContentType && SdpSession.TryParse(message.Body.Span, out var session, out _) ? session : null;

    private static string Reason(CallOutcome outcome) => $"Q.850;cause={outcome.Q850Cause};text=\"{outcome.Name}\"";
}
