using SmartPbx.Interop.Peers;
using SmartPbx.Interop.Sipp;

namespace SmartPbx.Interop;

/// <summary>Every scenario there is.</summary>
internal static class Playbill
{
    public static IReadOnlyList<IScenario> All { get; } = [.. SippScenario.All(), .. BaresipScenarios.All(), .. LinphoneScenarios.All(), .. SofiaScenarios.All(), .. KamailioScenarios.All(), .. SipsakScenarios.All()];
}
