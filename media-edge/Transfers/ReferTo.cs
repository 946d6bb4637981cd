using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>Where a REFER points (RFC 3515 §2.1): a number to dial, and with Replaces the dialog whose place is to be taken (RFC 5589 §7).</summary>
/// <param name="Dialled">User part, or the number of a tel URI.</param>
/// <param name="Host">Host of a SIP URI; null for a tel URI, which belongs to whoever reads it.</param>
/// <param name="Replaces">The dialog of an attended transfer.</param>
internal sealed record ReferTo(string Dialled, string? Host, Replaces? Replaces)
{
    /// <summary>Reads the one Refer-To; otherwise the status to answer.</summary>
    public static ReferTo? Read(SipRequest refer, out int refusal)
    {
        refusal = SipStatus.BadRequest; // §2.4.2: exactly one Refer-To
        if (refer.Headers.All("Refer-To") is not [var text] || !NameAddr.TryParse(text, out var target)) return null;
        if (target.Uri is { IsSip: false, Scheme: "tel" }) return new ReferTo(target.Uri.Opaque!.Split(';')[0], null, null);
        refusal = SipStatus.UnsupportedUriScheme;
        if (!target.Uri.IsSip) return null;
        refusal = SipStatus.BadRequest;
        if (target.Uri.User is not { Length: > 0 } user) return null;
        refusal = SipStatus.Decline;
        // Another method than INVITE would be no call.
        if (target.Uri.Parameters["method"] is { } method && !method.Equals("INVITE", StringComparison.OrdinalIgnoreCase)) return null;
        refusal = SipStatus.BadRequest;
        return TryReadReplaces(target.Uri.Headers, out var replaces) ? new ReferTo(user, target.Uri.Host, replaces) : null;
    }

    // Headers of a URI are escaped name=value pairs (RFC 3261 §19.1.1); the others that it may wish for are not ours to send (§19.1.5).
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
