using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Our own re-INVITEs, which carry one side's hold to the other: one at a time per leg, the latest wish wins, one retry after glare.</summary>
internal sealed class Reinvites(CallServices services, LiveCall state)
{
    private const int GlareStepMs = 10; // RFC 3261 §14.1: chosen in units of 10 ms
    private const int OwnerLeastMs = 2_100;
    private const int OwnerMostMs = 4_000;
    private const int OtherMostMs = 2_000;

    private readonly Dictionary<LegSide, ClientTransaction> _pending = [];
    private readonly Dictionary<LegSide, SdpDirection> _wished = [];
    private readonly Dictionary<LegSide, SdpDirection> _sent = [];
    private LegSide? _glare;

    public bool IsPending(LegSide side) => _pending.ContainsKey(side);

    /// <summary>Offers the direction to this leg unless it has it already.</summary>
    public void Send(LegSide side, SdpDirection direction)
    {
        if (_sent.GetValueOrDefault(side, SdpDirection.SendRecv) == direction && !IsPending(side)) return;
        if (IsPending(side))
        {
            _wished[side] = direction;
            return;
        }
        if (state.DialogOf(side) is not { } dialog || LegAddress.Of(dialog) is not { } target) return;
        var media = state.Media.Of(side)!;
        var invite = dialog.CreateRequest(SipMethod.Invite);
        if (!invite.Headers.Has("Contact") && dialog.State.LocalContact is { } contact) invite.Headers.Set("Contact", contact);
        invite.Headers.Set("Allow", LegMessages.Allow);
        invite.SetBody(SdpSession.ContentType, media.Offer(MediaPolicy.SameAs(media.Stream), direction).ToBytes());
        _sent[side] = direction;
        _pending[side] = services.Sip.Send(invite, target, new Outcome(side, state.Mailbox));
    }

    /// <summary>Offers both directions to whoever sits on this side, unless that is how its audio stands.</summary>
    public void Renew(LegSide side)
    {
        _wished.Remove(side);
        if (state.Media.Of(side)?.Stream is not { Direction: not SdpDirection.SendRecv } stream) return;
        _sent[side] = stream.Direction;
        Send(side, SdpDirection.SendRecv);
    }

    /// <summary>Takes the answer (null: none came). False: the peer knows the dialog no more (RFC 3261 §14.1), the leg is over.</summary>
    public bool Answered(LegSide side, ClientTransaction transaction, SipResponse? response)
    {
        if (response is { IsSuccess: true } && state.DialogOf(side) is { } dialog) Accept(side, dialog, transaction, response);
        if (!_pending.Remove(side, out var pending) || pending != transaction)
        {
            if (pending is not null) _pending[side] = pending; // a repeated 2xx of an older one
            return true;
        }
        if (response is null || response.Status is SipStatus.CallOrTransactionDoesNotExist or SipStatus.RequestTimeout) return false;
        if (response.Status == SipStatus.RequestPending) WaitForRetry(side);
        else if (_wished.Remove(side, out var next)) Send(side, next);
        return true;
    }

    /// <summary>The time after a glare is over.</summary>
    public void Retry()
    {
        if (_glare is not { } side || IsPending(side)) return;
        _glare = null;
        if (_wished.Remove(side, out var direction)) Send(side, direction);
    }

    private void Accept(LegSide side, Sip.Dialogs.Dialog dialog, ClientTransaction transaction, SipResponse response)
    {
        dialog.Refresh(response);
        if (LegAddress.Of(dialog) is { } target) services.Sip.SendAck(dialog.CreateAck(transaction.Request), target);
        if (LegMessages.Description(response) is { } answer) state.Media.Of(side)!.TryAccept(answer);
    }

    private void WaitForRetry(LegSide side)
    {
        _wished.TryAdd(side, _sent[side]);
        _sent.Remove(side);
        _glare = side;
        Span<byte> random = stackalloc byte[1];
        services.Ids.Fill(random);
        // Leg B's Call-ID is ours, so there we wait longer than the peer (RFC 3261 §14.1).
        var (least, most) = side == LegSide.Callee ? (OwnerLeastMs, OwnerMostMs) : (0, OtherMostMs);
        var wait = least + (most - least) * random[0] / byte.MaxValue / GlareStepMs * GlareStepMs;
        state.Timers.Start(CallTimer.Glare, TimeSpan.FromMilliseconds(wait));
    }

    private sealed class Outcome(LegSide side, CallMailbox mailbox) : IClientTransactionUser
    {
        public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

        public void OnFinal(ClientTransaction transaction, SipResponse response) => mailbox.TryPost(new CallInput.Reinvited(side, transaction, response));

        public void OnTimeout(ClientTransaction transaction) => mailbox.TryPost(new CallInput.Reinvited(side, transaction, null));

        public void OnTransportError(ClientTransaction transaction) => mailbox.TryPost(new CallInput.Reinvited(side, transaction, null));
    }
}
