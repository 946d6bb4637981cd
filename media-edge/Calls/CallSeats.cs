using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Who sits on the two sides of an answered call. Until the first transfer or take-over that is the leg the call began with; then the seats are
/// filled, and from there on a leg leaves its seat to another one. Used by the call's mailbox alone.
/// </summary>
internal sealed class CallSeats
{
    private readonly Dictionary<LegSide, ConnectedLeg?> _seats = []; // null: left, and not taken again
    private readonly List<ConnectedLeg> _all = [];

    /// <summary>Everybody who ever sat, for the CDR.</summary>
    public IReadOnlyList<ConnectedLeg> All => _all;

    /// <summary>Null: the seat was never taken from the leg that the call began with.</summary>
    public ConnectedLeg? Of(LegSide side) => _seats.GetValueOrDefault(side);

    /// <summary>Whether the leg that the call began with no longer has this side.</summary>
    public bool IsFilled(LegSide side) => _seats.ContainsKey(side);

    /// <summary>Gives the answered legs of the beginning their seats.</summary>
    public void Fill(LiveCall state, SipStack stack)
    {
        if (!_seats.ContainsKey(LegSide.Caller) && state.Caller is { IsAnswered: true, Dialog: { } caller })
        {
            state.Caller.Leave();
            Sit(LegSide.Caller, new ConnectedLeg("a", state.Cdr.Caller, caller, state.Media.Caller!, stack)
            {
                AnsweredAt = state.Cdr.AnsweredAt!.Value, Trunk = state.From.Trunk?.Name, Room = state.Ticket.TakeChannel(),
            });
        }
        if (!_seats.ContainsKey(LegSide.Callee) && state.Callee.TakeWinner(state.Media.Callee!, state.Route?.MayRecord ?? true) is { } callee) Sit(LegSide.Callee, callee);
    }

    /// <summary>A name for the next leg that joins.</summary>
    public string NextJoined => $"r{_all.Count(leg => leg.HasJoined) + 1}";

    /// <summary>Takes the seat from whoever has it, who gets BYE and whose audio ends.</summary>
    public void Replace(LegSide side, ConnectedLeg leg, CallMedia media, DateTimeOffset now)
    {
        var before = Of(side);
        var silenced = media.Of(side);
        Sit(side, leg);
        media.Seat(side, leg.Media);
        if (!leg.MayBeRecorded) media.StopRecording();
        before?.Release(CallOutcome.Transferred, now);
        if (silenced is not null && silenced != leg.Media) media.Close(silenced);
    }

    /// <summary>Leaves the seat empty; who sat there.</summary>
    public ConnectedLeg? Leave(LegSide side)
    {
        var before = Of(side);
        _seats[side] = null;
        return before;
    }

    /// <summary>BYE of somebody who has left already, as our own BYE may not have arrived; false: nobody has.</summary>
    public bool HasLeft(SipRequest bye)
    {
        if (_all.Find(leg => leg.EndedAt is not null && leg.Dialog.Matches(bye)) is not { } leg) return false;
        return leg.HungUp = true;
    }

    /// <summary>BYE to everybody who still sits.</summary>
    public void Release(CallOutcome outcome, DateTimeOffset now)
    {
        foreach (var leg in _seats.Values) leg?.Release(outcome, now);
    }

    private void Sit(LegSide side, ConnectedLeg leg)
    {
        _seats[side] = leg;
        _all.Add(leg);
    }
}
