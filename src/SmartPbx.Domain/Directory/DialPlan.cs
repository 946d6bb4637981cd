using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Directory;

/// <summary>
/// How a tenant's phones reach the outside world. One per tenant; without one, and without a rule that allows it, nothing goes out (SIP-15).
/// </summary>
public sealed record DialPlan
{
    public const int MaxRules = 500;
    public const int MaxEmergencyNumbers = 50;

    public required TenantId TenantId { get; init; }
    /// <summary>E.164 country code without plus; null: only numbers dialled with plus or international prefix are known to be E.164.</summary>
    public string? CountryCode { get; init; }
    /// <summary>Dialled before a country code: <c>00</c>, <c>011</c>, <c>001</c>.</summary>
    public string InternationalPrefix { get; init; } = "00";
    /// <summary>Dialled before an area code; empty: none.</summary>
    public string NationalPrefix { get; init; } = "0";
    /// <summary>Digits of a national number where it is dialled without prefix, as in North America (10); null: a prefix is always dialled.</summary>
    public int? NationalDigits { get; init; }
    /// <summary>Dialled before every outside number (<c>9</c>); empty: none.</summary>
    public string OutsidePrefix { get; init; } = "";
    /// <summary>
    /// Whether a phone that answers with 3xx may send its calls outside, by the rules of its role. Off: who steals a phone's password, or its web page, sends no
    /// callers to numbers that cost money.
    /// </summary>
    public bool PhonesForwardOutside { get; init; }
    /// <summary>The first that matches decides.</summary>
    public IReadOnlyList<OutboundRule> Rules { get; init; } = [];
    /// <summary>Looked at before everything else.</summary>
    public IReadOnlyList<EmergencyRule> Emergency { get; init; } = [];
    public OutboundLimits Limits { get; init; } = new();
}
