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
    public const string Allow = "INVITE, ACK, CANCEL, BYE, PRACK, OPTIONS, INFO, UPDATE, REFER";

    /// <summary>Extensions that the edge understands, so that nobody's Require of them is refused (RFC 3261 §8.2.2.3).</summary>
    public static IReadOnlyList<string> Extensions { get; } = [SipOptionTags.Reliable, SipOptionTags.Timer, "replaces", "norefersub"];

    /// <summary>The same as a header.</summary>
    public static string Supported { get; } = string.Join(", ", Extensions);

    /// <summary>Methods outside a dialog. A REFER there would make us ring strangers (RFC 3515 §5).</summary>
    public const string AllowOutside = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REGISTER";

    /// <summary>All that the edge can, as OPTIONS is told (RFC 3261 §11.2).</summary>
    public const string AllowAll = Allow + ", REGISTER";

    /// <summary>Seconds after which a refused caller may try again.</summary>
    public const string RetryAfterSeconds = "5";

    /// <summary>BYE with the reason that the other leg gave, or else the one that the CDR gives (RFC 3326).</summary>
    public static SipRequest Bye(Dialog dialog, CallOutcome outcome, string? reason = null)
    {
        var bye = dialog.CreateRequest(SipMethod.Bye);
        bye.Headers.Set("Reason", reason ?? Reason(outcome));
        return bye;
    }

    /// <summary>The final answer that refuses an INVITE.</summary>
    public static SipResponse Refusal(ServerTransaction invite, CallOutcome outcome, string? reason = null)
    {
        var response = invite.CreateResponse(outcome.SipStatus);
        response.Headers.Set("Reason", reason ?? Reason(outcome));
        if (outcome.SipStatus == SipStatus.ServiceUnavailable) response.Headers.Set("Retry-After", RetryAfterSeconds);
        return response;
    }

    /// <summary>A response that makes or keeps a dialog: with Contact, Allow and perhaps a description.</summary>
    public static SipResponse Answer(ServerTransaction transaction, SipStack stack, int status, SdpSession? description)
    {
        var response = transaction.CreateResponse(status);
        response.Contact = stack.Contact(transaction.Request.Uri.User, transaction.Flow, isSecure: transaction.Request.Uri.Scheme == "sips");
        response.Headers.Set("Allow", Allow);
        response.Headers.Set("Supported", Supported);
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

    /// <summary>420 to a request that requires what we lack (RFC 3261 §8.2.2.3); null: it requires nothing else.</summary>
    public static SipResponse? BadExtension(ServerTransaction transaction)
    {
        var lacking = SipOptionTags.Of(transaction.Request, "Require").Except(Extensions, StringComparer.OrdinalIgnoreCase).ToList();
        if (lacking.Count == 0) return null;
        var response = transaction.CreateResponse(SipStatus.BadExtension);
        response.Headers.Set("Unsupported", string.Join(", ", lacking));
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
        SdpBody.TryRead(message, out var session, out _) ? session : null;

    /// <summary>The answer to a body that is no description: 400 when it is a broken one, 415 when it is something else; null: it is fine, or there is none.</summary>
    public static SipResponse? UnfitBody(ServerTransaction transaction)
    {
        if (SdpBody.TryRead(transaction.Request, out _, out var error)) return null;
        return error is null ? UnsupportedMedia(transaction) : transaction.CreateResponse(SipStatus.BadRequest, $"Session description: {error.Value.Reason}");
    }

    /// <summary>A Reason header as the CDR says it.</summary>
    public static string Reason(CallOutcome outcome) => $"Q.850;cause={outcome.Q850Cause};text=\"{outcome.Name}\"";
}
