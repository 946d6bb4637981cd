using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>Where a REFER points (RFC 3515 §2.1): a number to dial, and with Replaces the dialog whose place is to be taken (RFC 5589 §7).</summary>
/// <param name="Dialled">What a phone of the tenant would have dialled.</param>
/// <param name="Host">Host of a SIP URI; null for a tel URI, which belongs to whoever reads it.</param>
/// <param name="Replaces">The dialog of an attended transfer.</param>
internal sealed record ReferTo(string Dialled, string? Host, Replaces? Replaces)
{
    /// <summary>Reads the one Refer-To; otherwise the status to answer.</summary>
    public static ReferTo? Read(SipRequest refer, TenantDirectory tenant, out int refusal)
    {
        refusal = SipStatus.BadRequest; // §2.4.2: exactly one Refer-To
        if (refer.Headers.All("Refer-To") is not [var text] || !NameAddr.TryParse(text, out var target)) return null;
        var uri = target.Uri;
        refusal = SipStatus.UnsupportedUriScheme;
        if (!uri.IsSip && uri.Scheme != "tel") return null;
        refusal = SipStatus.BadRequest;
        if (uri.IsSip && uri.User is not { Length: > 0 }) return null;
        refusal = SipStatus.Decline;
        // Another method than INVITE would be no call.
        if (uri.IsSip && uri.Parameters["method"] is { } method && !method.Equals("INVITE", StringComparison.OrdinalIgnoreCase)) return null;
        refusal = SipStatus.BadRequest;
        if (!TryReadReplaces(uri.Headers, out var replaces)) return null;
        refusal = SipStatus.NotFound;
        if (DialString.TryRead(uri, tenant.DialPlan, tenant.Tenant.SipDomain, out var dialled)) return new ReferTo(dialled, uri.IsSip ? uri.Host : null, replaces);
        // With Replaces the dialog is what counts; its URI is the target's Contact, whose user part may be anything.
        return replaces is null ? null : new ReferTo(uri.User!, uri.Host, replaces);
    }

    private static bool TryReadReplaces(string? headers, out Replaces? replaces)
    {
        replaces = null;
        foreach (var pair in (headers ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is not [var name, var value] || !name.Equals("Replaces", StringComparison.OrdinalIgnoreCase)) continue;
            if (replaces is not null || !Replaces.TryParse(Uri.UnescapeDataString(value), out var parsed)) return false;
            replaces = parsed;
        }
        return true;
    }
}
