using SmartPbx.Media.Audio;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Music for a person whose peer holds and sends nothing: at once when the peer said inactive, else when nothing has come for a while. A
/// holder that sends music of its own is relayed. Used by the mailbox alone.
/// </summary>
internal sealed class HoldMusicDesk(LiveCall state)
{
    /// <summary>So long a holder may take to send its own music before ours plays; and how often it is looked at while held.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(400);

    /// <summary>Fewer packets between two looks are no audio: keep-alives, stragglers.</summary>
    private const int FewPackets = 5;

    private LegSide? _held;
    private bool _isPlaying;
    private long _packets;

    /// <summary>The legs were connected, perhaps to another phone: whatever played is over.</summary>
    public void Begin()
    {
        (_held, _isPlaying) = (null, false);
        Look();
    }

    /// <summary>A wish has changed, or the timer fired.</summary>
    public void Look()
    {
        var held = Held();
        if (held != _held) Change(held);
        if (held is not { } side) return;
        var holder = state.Media.Of(side.Other())!;
        var packets = holder.Leg.ReadStatistics().PacketsReceived;
        if (holder.PeerWish == SdpDirection.Inactive) Play(side);
        else if (_packets >= 0 && packets - _packets < FewPackets) Play(side);
        else if (_packets >= 0) Relay();
        _packets = packets;
        state.Timers.Start(CallTimer.Hold, LookEvery);
    }

    // The one whose peer holds; nobody when both do.
    private LegSide? Held() => state.Phase != CallPhase.Bridged ? null : (Holds(LegSide.Caller), Holds(LegSide.Callee)) switch
    {
        (true, false) => LegSide.Callee,
        (false, true) => LegSide.Caller,
        _ => null,
    };

    private bool Holds(LegSide side) => state.Media.Of(side)!.PeerWish is SdpDirection.SendOnly or SdpDirection.Inactive;

    private void Change(LegSide? held)
    {
        Relay();
        state.Timers.Stop(CallTimer.Hold);
        (_held, _packets) = (held, -1);
    }

    private void Play(LegSide side)
    {
        if (_isPlaying) return;
        _isPlaying = true;
        state.Media.Disconnect();
        var playout = state.Media.Of(side)!.Leg.Playout;
        playout.SetBackground(new HoldMusic(playout.SampleRateHz));
    }

    private void Relay()
    {
        if (!_isPlaying || _held is not { } side) return;
        _isPlaying = false;
        state.Media.Of(side)!.Leg.Playout.SetBackground(null);
        state.Media.Connect();
    }
}
