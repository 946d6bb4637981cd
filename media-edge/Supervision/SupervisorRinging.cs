using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>Rings the phones of a supervisor's extension: the first to answer wins, the others are cancelled. Used by the call's mailbox alone.</summary>
internal sealed class SupervisorRinging(CallServices services, LiveCall state, Action<string, string> register)
{
    /// <summary>Who asked to listen is at the phone, or is not.</summary>
    public static readonly TimeSpan RingTime = TimeSpan.FromSeconds(30);

    /// <summary>Rings them all.</summary>
    public void Begin(SupervisorLeg leg, IReadOnlyList<Binding> bindings)
    {
        leg.Media.Offer(services.Codecs.After(state.Media.Caller!.Stream), SdpDirection.SendRecv);
        foreach (var binding in bindings)
        {
            var fork = new CalleeFork(leg.Name, binding.Source, services.Sip, state.Mailbox) { StartedAt = services.Clock.GetUtcNow(), Party = leg.Order.Extension };
            var invite = SupervisorInvite.Create(services, state, state.From.Tenant, leg.Order.Extension, binding, leg.Media.OfferTo(binding.Source));
            register(invite.CallId, invite.From.Tag!);
            leg.Forks.Add(fork);
            fork.Ring(invite);
        }
        SupervisionId id = leg.Order.Id;
        leg.RingTimer = services.Clock.CreateTimer(_ => state.Mailbox.TryPost(new CallInput.Supervised(new SupervisionInput.RungOut(id))), null, RingTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A 2xx. True: this is the phone that listens from now on.</summary>
    public bool TryWin(SupervisorLeg leg, CalleeFork fork, SipResponse response)
    {
        if (fork.Dialog is { } known && known.Matches(response))
        {
            fork.Acknowledge(known); // the ACK was lost (RFC 3261 §13.2.2.4)
            return false;
        }
        var isWanted = leg.Status == SupervisionStatus.Ringing && fork is { FinalStatus: null, IsCancelled: false };
        fork.FinalStatus ??= response.Status;
        if (!isWanted || fork.Early.Of(fork.Invite!, response) is not { } dialog)
        {
            fork.HangUpLateAnswer(response);
            return false;
        }
        dialog.Confirm(response);
        dialog.Peer = fork.Target;
        (fork.Dialog, fork.AnsweredAt, leg.Winner) = (dialog, services.Clock.GetUtcNow(), fork);
        fork.Acknowledge(dialog);
        leg.RingTimer?.Dispose();
        foreach (var loser in leg.Forks.Where(other => other != fork)) loser.Cancel(CalleeFork.CompletedElsewhere);
        return true;
    }

    /// <summary>A final refusal, or none at all (null). The reason to end when this was the last phone.</summary>
    public SupervisionReason? Lost(SupervisorLeg leg, CalleeFork fork, SipResponse? response)
    {
        fork.FinalStatus ??= response?.Status ?? SipStatus.RequestTimeout;
        fork.EndedAt ??= services.Clock.GetUtcNow();
        if (leg.Status != SupervisionStatus.Ringing || leg.Forks.Any(other => other.FinalStatus is null)) return null;
        return BestAnswer.Of(leg.Forks.Select(other => other.FinalStatus).OfType<int>()) switch
        {
            SipStatus.BusyHere or SipStatus.BusyEverywhere => SupervisionReason.Busy,
            SipStatus.Decline or SipStatus.TemporarilyUnavailable => SupervisionReason.Declined,
            SipStatus.NotAcceptableHere or SipStatus.NotAcceptable or SipStatus.UnsupportedMediaType => SupervisionReason.NotAcceptable,
            _ => SupervisionReason.NotAnswered,
        };
    }

    /// <summary>CANCEL to those that ring, BYE to the one that answered unless it hung up.</summary>
    public void Release(SupervisorLeg leg, bool hungUp)
    {
        leg.RingTimer?.Dispose();
        foreach (var fork in leg.Forks) fork.Cancel();
        if (leg.Winner is not { Dialog: { } dialog, EndedAt: null } winner) return;
        winner.EndedAt = services.Clock.GetUtcNow();
        if (!hungUp) services.Sip.Send(dialog.CreateRequest(SipMethod.Bye), dialog.NextFlow ?? winner.Target, IgnoredOutcome.Instance);
    }
}
