using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Our own requests that renegotiate or refresh a leg, which carry one side's hold and codec to the other: one at a time per leg, the latest wish
/// wins, a few retries after glare. A refusal leaves both legs as they were. Used by the mailbox alone.
/// </summary>
internal sealed class Reinvites(CallServices services, LiveCall state)
{
    private const int MaxRetries = 4;
    private const int MostRetryAfterSeconds = 10;

    /// <summary>A peer that lets a re-INVITE ring for longer is asked to stop.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly Dictionary<LegSide, ClientTransaction> _pending = [];
    private readonly Dictionary<LegSide, ClientTransaction> _refreshes = [];
    private readonly Dictionary<LegSide, int> _retries = [];
    private readonly HashSet<LegSide> _stale = [];

    /// <summary>Whether an offer of ours has no answer yet.</summary>
    public bool IsPending(LegSide side) => _pending.ContainsKey(side);

    /// <summary>What this leg may do, given what the other person wants: who holds is not to be sent to, and whoever is held hears music at least.</summary>
    public SdpDirection Allowed(LegSide side) => state.Phase != CallPhase.Bridged ? SdpDirection.SendRecv : state.Media.Of(side.Other())!.PeerWish switch
    {
        SdpDirection.SendOnly or SdpDirection.Inactive => SdpDirection.SendOnly,
        var wish => wish,
    };

    /// <summary>What we would offer this leg: all we can, what the other leg speaks first.</summary>
    public IReadOnlyList<SdpCodec> Codecs(LegSide side) => services.Codecs.After(state.Media.Of(side.Other())?.Stream);

    /// <summary>Offers this leg what the other wishes, unless it has it already.</summary>
    public void Bring(LegSide side, bool otherCodec = false)
    {
        if (state.Phase != CallPhase.Bridged || (!otherCodec && !IsPending(side) && state.Media.Of(side)!.Allowed == Allowed(side))) return;
        if (IsPending(side) || state.Timers.IsRunning(CallTimer.Glare, side)) _stale.Add(side);
        else Offer(side);
    }

    /// <summary>Refreshes the session (RFC 4028 §7.4): by UPDATE without a description where the peer understands it, else by offering what stands.</summary>
    public void Refresh(LegSide side)
    {
        if (IsPending(side) || _refreshes.ContainsKey(side)) return; // what is on its way refreshes as well
        if (!state.Sessions.AllowsUpdate(side)) Send(side, state.Media.Of(side)?.Repeat());
        else if (Begin(side, SipMethod.Update) is { } update) _refreshes[side] = Send(side, update);
    }

    /// <summary>Offers this leg both directions, while the other one does not count.</summary>
    public void Resume(LegSide side)
    {
        if (IsPending(side)) _stale.Add(side); // perhaps the very hold that is over now
        else if (state.Media.Of(side)!.Allowed != SdpDirection.SendRecv) Offer(side);
    }

    private void CatchUp(LegSide side)
    {
        if (state.Phase == CallPhase.Bridged) Bring(side);
        else Resume(side);
    }

    /// <summary>Another leg is on this side now.</summary>
    public void Forget(LegSide side)
    {
        GiveUp(side);
        _pending.Remove(side);
        _refreshes.Remove(side);
        _retries.Remove(side);
        _stale.Remove(side);
        state.Timers.Stop(CallTimer.Glare, side);
        state.Timers.Stop(CallTimer.Reinvite, side);
    }

    /// <summary>Takes the answer (null: none came). False: the peer knows the dialog no more (RFC 3261 §14.1), the leg is over.</summary>
    public bool Answered(LegSide side, ClientTransaction transaction, SipResponse? response)
    {
        if (_refreshes.TryGetValue(side, out var refresh) && refresh == transaction) return Refreshed(side, response);
        var isExpected = _pending.TryGetValue(side, out var pending) && pending == transaction;
        if (response is { IsSuccess: true } && state.DialogOf(side) is { } dialog && dialog.Matches(response)) Accept(side, dialog, transaction, response, isExpected);
        if (!isExpected) return true; // a 2xx again, because its ACK was lost
        _pending.Remove(side);
        state.Timers.Stop(CallTimer.Reinvite, side);
        if (IsGone(response)) return false;
        if (!response!.IsSuccess) state.Media.Of(side)!.Withdraw();
        if (!response.IsSuccess) state.Sessions.RefreshLater(side);
        if (state.Sessions.TryRaise(side, response)) Offer(side);
        else if (RetryTime(side, response) is { } wait) state.Timers.Start(CallTimer.Glare, wait, side);
        else if (_stale.Remove(side)) CatchUp(side);
        if (response.IsSuccess) _retries.Remove(side);
        return true;
    }

    /// <summary>The time after a glare is over: whatever the other leg wishes by now is offered.</summary>
    public void Retry(LegSide side)
    {
        _stale.Remove(side);
        CatchUp(side);
    }

    /// <summary>
    /// The peer lets our re-INVITE hang, or it is no longer wanted. Without its CANCEL (RFC 3261 §9.1) it would wait for a peer that said 100 and died for ever:
    /// after a provisional answer no timer of the protocol ends it (§17.1.1.2).
    /// </summary>
    public void GiveUp(LegSide side)
    {
        if (_pending.TryGetValue(side, out var transaction)) transaction.Cancel();
    }

    private void Offer(LegSide side) => Send(side, state.Media.Of(side)!.Offer(Codecs(side), Allowed(side)));

    private void Send(LegSide side, SdpSession? description)
    {
        if (description is null || Begin(side, SipMethod.Invite) is not { } invite) return;
        invite.SetBody(SdpSession.ContentType, description.ToBytes());
        state.Timers.Start(CallTimer.Reinvite, AnswerLimit, side);
        _pending[side] = Send(side, invite);
    }

    private SipRequest? Begin(LegSide side, SipMethod method)
    {
        if (state.DialogOf(side) is not { } dialog || dialog.NextFlow is null) return null;
        var request = dialog.CreateRequest(method);
        request.Headers.Set("Allow", LegMessages.Allow);
        request.Headers.Set("Supported", LegMessages.Supported);
        state.Sessions.Ask(side, request);
        return request;
    }

    private ClientTransaction Send(LegSide side, SipRequest request)
    {
        var dialog = state.DialogOf(side)!;
        return services.Sip.Send(request, dialog.NextFlow!.Value, new ReinviteOutcome(side, dialog, services.Sip, state.Mailbox));
    }

    private bool Refreshed(LegSide side, SipResponse? response)
    {
        _refreshes.Remove(side);
        if (IsGone(response)) return false;
        if (response!.IsSuccess)
        {
            state.DialogOf(side)?.Refresh(response);
            state.Sessions.Take(side, response);
            return true;
        }
        if (response.Status is SipStatus.MethodNotAllowed or SipStatus.NotImplemented) state.Sessions.ForgetUpdate(side);
        else if (!state.Sessions.TryRaise(side, response))
        {
            state.Sessions.RefreshLater(side);
            return true;
        }
        Refresh(side);
        return true;
    }

    // RFC 3261 §12.2.1.2: then the dialog is over.
    private static bool IsGone(SipResponse? response) => response is null or { Status: SipStatus.CallOrTransactionDoesNotExist or SipStatus.RequestTimeout };

    private void Accept(LegSide side, Dialog dialog, ClientTransaction transaction, SipResponse response, bool isExpected)
    {
        dialog.Refresh(response);
        if (dialog.NextFlow is { } target) services.Sip.SendAck(dialog.CreateAck(transaction.Request), target);
        if (!isExpected) return;
        state.Sessions.Take(side, response);
        if (LegMessages.Description(response) is not { } answer || !state.Media.Of(side)!.TryAccept(answer)) state.Media.Of(side)!.Withdraw();
    }

    // 491: we met an offer of the peer (RFC 3261 §14.1). 500 with Retry-After: the peer was busy with another (§14.2).
    private TimeSpan? RetryTime(LegSide side, SipResponse response)
    {
        var retryAfter = SipDeltaSeconds.Parse(response.Headers["Retry-After"]);
        var isRetryable = response.Status == SipStatus.RequestPending || (response.Status == SipStatus.ServerInternalError && retryAfter <= MostRetryAfterSeconds);
        var tries = _retries.GetValueOrDefault(side);
        if (!isRetryable || tries >= MaxRetries) return null;
        _retries[side] = tries + 1;
        return response.Status == SipStatus.RequestPending ? GlareTime.Draw(services.Ids, ownsCallId: side == LegSide.Callee) : TimeSpan.FromSeconds(retryAfter!.Value);
    }
}
