using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>
/// The relay's end of one mixer: hangs packet taps on the voices, tells the listening legs that a mix feeds them, and beats the time. The work is
/// done in <see cref="MixRoom"/> on a media thread. Relay thread only.
/// </summary>
internal sealed class MixDesk(RelayThread relay) : IDisposable
{
    private readonly Dictionary<MixInput, PacketTap> _taps = [];
    private readonly MixRoom _room = new();
    private TranscodingThread? _thread;
    private MixPlan _plan = MixPlan.Nothing;

    /// <summary>Who hears whom from now on.</summary>
    public void Arrange(MixPlan plan)
    {
        _thread ??= relay.Transcoding.Assign();
        foreach (MixOutput former in _plan.Outputs)
            if (plan.Outputs.All(output => output.Leg != former.Leg)) former.Leg.State.LeaveMix(this);
        Tap([.. plan.Inputs]);
        _plan = plan;
        _room.Seat(Seating(plan));
        foreach (MixOutput output in plan.Outputs) output.Leg.State.HearMix(this, output.IsPrivate);
    }

    /// <summary>Each 20 ms.</summary>
    public void Tick() => _thread?.Post(this, _room);

    /// <summary>Every leg is back where it was.</summary>
    public void Dispose()
    {
        if (_thread is not { } thread) return;
        Arrange(MixPlan.Nothing);
        _thread = null;
        thread.Close(_room); // which lets go of it over there
    }

    private void Tap(HashSet<MixInput> inputs)
    {
        foreach (var (input, tap) in _taps)
            if (!inputs.Contains(input) && _taps.Remove(input)) input.Leg.State.Remove(tap);
        foreach (MixInput input in inputs)
        {
            if (_taps.ContainsKey(input)) continue;
            PacketTap tap = _taps[input] = new PacketTap(input.Side);
            if (!input.Leg.State.IsClosed) input.Leg.State.Add(tap);
        }
    }

    private MixSeating Seating(MixPlan plan) => new(
        [.. _taps.Select(tapped => (tapped.Key.Leg.State, tapped.Value))],
        [.. plan.Outputs.Select(output => new MixSeating.Listener(output.Leg.State, relay.Options.NextRandom(),
            [.. MixPlan.Heard(output).Select(share => (_taps[share.Input], SampleMix.Gain(share.GainDb)))]))]);
}
