using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// REFER inside a dialog (RFC 3515): what may not be is refused at once, what may be is accepted and told by NOTIFY. Used by the mailbox alone.
/// </summary>
internal sealed class ReferDesk(CallServices services, LiveCall state, TransferDesk transfers)
{
    /// <summary>A call that is sent around more often than this is a loop.</summary>
    public const int MaxTransfers = 16;

    private const string NoReferSub = "norefersub";

    public void Handle(LegSide side, Dialog dialog, ServerTransaction transaction)
    {
        if (Refuse(transaction, out var target) is { } refusal)
        {
            transaction.Respond(refusal);
            return;
        }
        var wantsNews = !"false".Equals(transaction.Request.Headers["Refer-Sub"]?.Trim(), StringComparison.OrdinalIgnoreCase);
        var subscription = wantsNews ? new ReferSubscription(dialog, transaction.Request.CSeq.Number, services.Sip) : null;
        if (!transfers.TryBegin(new PhoneTransferor(side, target!.Replaces is null ? TransferKind.Blind : TransferKind.Attended, subscription), target.Dialled))
        {
            transaction.Respond(state.Phase == CallPhase.Transferring ? SipStatus.RequestPending : SipStatus.Decline);
            return;
        }
        // Before the answer: with it in hand a phone may hang up the call that it named.
        var asked = target.Replaces is { } replaces && transfers.TryAsk(replaces);
        transaction.Respond(Accepted(transaction, wantsNews));
        subscription?.Notify(SipStatus.Trying); // RFC 3515 §2.4.4: at once
        if (target.Replaces is not null)
        {
            if (!asked) transfers.Fail(CallOutcome.NoSuchCall);
            return;
        }
        var referredBy = ReferredBy(side, transaction.Request);
        state.Mailbox.TryPost(new CallInput.Begin(() => transfers.RingAsync(referredBy)));
    }

    // The order of RFC 3261 §8.2: extensions, then the body of the request, then policy.
    private SipResponse? Refuse(ServerTransaction transaction, out ReferTo? target)
    {
        target = null;
        if (UnknownExtensions(transaction.Request) is { } unknown)
        {
            var response = transaction.CreateResponse(SipStatus.BadExtension);
            response.Headers.Set("Unsupported", unknown);
            return response;
        }
        target = ReferTo.Read(transaction.Request, state.From.Tenant, out var refusal);
        if (target is null) return transaction.CreateResponse(refusal);
        if (!IsOurs(target)) return transaction.CreateResponse(SipStatus.Forbidden);
        return state.Cdr.Transfers.Count >= MaxTransfers ? transaction.CreateResponse(SipStatus.Decline) : null;
    }

    private static string? UnknownExtensions(SipRequest refer)
    {
        var required = refer.Headers.All("Require").SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var unknown = string.Join(", ", required.Where(tag => !tag.Equals(NoReferSub, StringComparison.OrdinalIgnoreCase)));
        return unknown.Length > 0 ? unknown : null;
    }

    // The target is a number of this tenant, dialled as the transferor would dial it. Somebody else's domain is not ours to call.
    private bool IsOurs(ReferTo target) =>
        target.Host is not { } host || OwnHosts.IsOurs(host, services, state);

    private static SipResponse Accepted(ServerTransaction transaction, bool wantsNews)
    {
        var response = transaction.CreateResponse(wantsNews ? SipStatus.Accepted : SipStatus.Ok);
        if (!wantsNews) response.Headers.Set("Refer-Sub", "false"); // RFC 4488 §4
        return response;
    }

    // RFC 3892 §2.1: what the transferor says of itself is passed on; who says nothing is named by us.
    private string ReferredBy(LegSide side, SipRequest refer) =>
        refer.Headers.All("Referred-By") is [var said] && NameAddr.TryParse(said, out _) ? said
        : $"<{new SipUri { User = state.Seats.Of(side)?.Party, Host = state.From.Tenant.Tenant.SipDomain }}>";
}
