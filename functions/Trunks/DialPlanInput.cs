using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Functions.Trunks;

/// <summary>Body of <c>PUT dial-plan</c>: a <see cref="DialPlan"/> without its tenant, who is the one that asks.</summary>
public sealed record DialPlanInput
{
    public string? CountryCode { get; init; }
    public string InternationalPrefix { get; init; } = "00";
    public string NationalPrefix { get; init; } = "0";
    public int? NationalDigits { get; init; }
    public string OutsidePrefix { get; init; } = "";
    public bool PhonesForwardOutside { get; init; }
    public IReadOnlyList<OutboundRule> Rules { get; init; } = [];
    public IReadOnlyList<EmergencyRule> Emergency { get; init; } = [];
    public OutboundLimits Limits { get; init; } = new();

    internal DialPlan ToPlan(TenantId tenant) => new()
    {
        TenantId = tenant, CountryCode = CountryCode, InternationalPrefix = InternationalPrefix, NationalPrefix = NationalPrefix, NationalDigits = NationalDigits,
        OutsidePrefix = OutsidePrefix, PhonesForwardOutside = PhonesForwardOutside, Rules = Rules, Emergency = Emergency, Limits = Limits,
    };
}
