using SmartPbx.Domain.Supervision;
using SmartPbx.Media.Mixing;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>
/// Who hears whom while supervisors are in a call. Pure. A supervisor hears both sides and whoever barges; nobody hears himself; a side that hears
/// no supervisor is relayed as ever.
/// </summary>
internal static class SupervisionPlan
{
    /// <summary>So much softer is the other side while somebody whispers, or two voices at once would be no help.</summary>
    public const double WhisperedOverDb = -6;

    /// <summary>The plan of a call.</summary>
    /// <param name="caller">Leg A.</param>
    /// <param name="callee">Leg B while the two are connected; null: the caller hears the agent, music or a tone.</param>
    /// <param name="isWithAgent">Whether it is the agent, in whose place one may speak; to music and tones everybody only listens.</param>
    /// <param name="supervisors">Who has answered.</param>
    public static MixPlan Of(MediaLeg caller, MediaLeg? callee, bool isWithAgent, IReadOnlyList<Seat> supervisors)
    {
        if (supervisors.Count == 0) return MixPlan.Nothing;
        var barging = callee is null && !isWithAgent ? [] : supervisors.Where(one => one.Mode == SupervisionMode.Barge).ToList();
        var outputs = supervisors.Select(one => new MixOutput(one.Leg, [.. Sides(caller, callee, barging.Count > 0), .. barging.Select(Voice)])).ToList();
        if (callee is null)
        {
            if (barging.Count > 0) outputs.Add(new MixOutput(caller, [.. barging.Select(Voice)]));
            return new MixPlan(outputs);
        }
        Add(outputs, caller, callee, LegSide.Caller, supervisors, barging);
        Add(outputs, callee, caller, LegSide.Callee, supervisors, barging);
        return new MixPlan(outputs);
    }

    private static IEnumerable<MixShare> Sides(MediaLeg caller, MediaLeg? callee, bool isBarged)
    {
        yield return new MixShare(new MixInput(caller, TapSide.Inbound));
        if (callee is not null) yield return new MixShare(new MixInput(callee, TapSide.Inbound));
        else if (!isBarged) yield return new MixShare(new MixInput(caller, TapSide.Outbound)); // else that is the supervisors themselves
    }

    // The recording has what the caller is sent: while somebody barges that is the mix, so a whisper to the caller waits for the end of it.
    private static void Add(List<MixOutput> outputs, MediaLeg leg, MediaLeg peer, LegSide side, IReadOnlyList<Seat> supervisors, List<Seat> barging)
    {
        var isBarged = barging.Count > 0;
        var whispering = supervisors.Where(one => one.Mode == SupervisionMode.Whisper && one.WhisperTo == side && !(isBarged && side == LegSide.Caller)).ToList();
        if (!isBarged && whispering.Count == 0) return;
        var other = new MixShare(new MixInput(peer, TapSide.Inbound), whispering.Count > 0 ? WhisperedOverDb : 0);
        outputs.Add(new MixOutput(leg, [other, .. barging.Concat(whispering).Select(Voice)]) { IsPrivate = !isBarged });
    }

    private static MixShare Voice(Seat supervisor) => new(new MixInput(supervisor.Leg, TapSide.Inbound));

    /// <summary>One supervisor who has answered.</summary>
    public readonly record struct Seat(MediaLeg Leg, SupervisionMode Mode, LegSide WhisperTo);
}
