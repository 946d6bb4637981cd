using System.Globalization;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Provisionals;

/// <summary>The RSeq header (RFC 3262 §7.1): 1 to 2^32-1, with the first of a request at most 2^31-1 (§3).</summary>
public static class RSeq
{
    /// <summary>Name of the header.</summary>
    public const string Header = "RSeq";

    /// <summary>Largest first number.</summary>
    public const uint MaxFirst = int.MaxValue;

    /// <summary>The number of a response that must be acknowledged; <c>null</c> when it need not be, or cannot be.</summary>
    public static uint? Of(SipResponse response) =>
        response is { IsProvisional: true, Status: > SipStatus.Trying } && SipOptionTags.Requires(response, SipOptionTags.Reliable)
            ? Parse(response.Headers[Header]) : null;

    internal static uint? Parse(string? text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number > 0 ? number : null;
}
