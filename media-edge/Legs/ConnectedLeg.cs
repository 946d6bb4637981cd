using SmartPbx.Domain.Calls;
using SmartPbx.Sip;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>
/// One end of an answered call, whatever made it: the caller's INVITE, a phone that was rung, a take-over (RFC 3891) or a hand-over from
/// another call. Transfers move it from seat to seat. Used by the call's mailbox alone.
/// </summary>
internal sealed class ConnectedLeg(string name, string party, Dialog dialog, LegMedia media, SipStack stack)
{
    private bool _released;
    private volatile bool _hungUp;

    /// <summary>As the CDR says: <c>a</c>, <c>b1</c>, <c>r1</c>…</summary>
    public string Name => name;

    /// <summary>The number under which the other end knows this one.</summary>
    public string Party => party;

    public Dialog Dialog => dialog;
    public LegMedia Media => media;

    /// <summary>When the leg was answered.</summary>
    public required DateTimeOffset AnsweredAt { get; init; }

    /// <summary>It came by a take-over or from another call: neither the caller nor rung by this call.</summary>
    public bool HasJoined { get; init; }

    /// <summary>It has come with a session timer (RFC 4028) that nobody here knows: it must be refreshed.</summary>
    public bool IsTimed { get; private init; }

    /// <summary>The trunk it talks through; null: a phone.</summary>
    public string? Trunk { get; init; }

    /// <summary>What it holds of a trunk, a channel and the leave to call out, until it ends; null: a phone.</summary>
    public IDisposable? Room { get; init; }

    /// <summary>Whether this party was told of a recording, or is of the house: else it ends where the party comes in.</summary>
    public bool MayBeRecorded { get; init; } = true;

    /// <summary>When it left the call; null while it is in it.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>It hung up by itself and needs no BYE.</summary>
    public bool HungUp
    {
        get => _hungUp;
        set => _hungUp = value;
    }

    /// <summary>What the BYE waits for; null: nothing. It may run on another thread.</summary>
    public Action<Action>? ByeAfter { get; set; }

    /// <summary>Whether this is the dialog that a Replaces names (RFC 3891 §3: to-tag is ours, from-tag the peer's).</summary>
    public bool Is(Replaces replaces) =>
        dialog.State.CallId == replaces.CallId && dialog.State.LocalTag == replaces.ToTag && dialog.State.RemoteTag == replaces.FromTag;

    /// <summary>Whether the same phone, or the same caller of the same trunk, is at the other end.</summary>
    public bool IsSameParty(ConnectedLeg other) => party == other.Party && Trunk == other.Trunk;

    /// <summary>Leaves this call for another one: no BYE, and there it gets a new name.</summary>
    public ConnectedLeg MoveAway(DateTimeOffset now, bool isTimed)
    {
        (_released, EndedAt) = (true, now);
        return As("moved", now, isTimed);
    }

    /// <summary>The same under a name of the call it has come to.</summary>
    public ConnectedLeg Named(string newName) => As(newName, AnsweredAt, IsTimed);

    /// <summary>BYE, unless it hung up. Any number of times.</summary>
    public void Release(CallOutcome outcome, DateTimeOffset now)
    {
        if (_released) return;
        (_released, EndedAt) = (true, now);
        Room?.Dispose();
        if (HungUp || dialog.NextFlow is not { } target) return;
        var bye = LegMessages.Bye(dialog, outcome);
        if (ByeAfter is { } wait) wait(() => Send(bye, target));
        else Send(bye, target);
    }

    private void Send(SipRequest bye, SipFlow target)
    {
        if (!HungUp) stack.Send(bye, target, IgnoredOutcome.Instance);
    }

    private ConnectedLeg As(string newName, DateTimeOffset answeredAt, bool isTimed) => new(newName, party, dialog, media, stack)
    {
        AnsweredAt = answeredAt, HasJoined = true, Trunk = Trunk, IsTimed = isTimed, Room = Room, MayBeRecorded = MayBeRecorded,
    };
}
