using SmartPbx.Domain.Calls;
using static SmartPbx.MediaEdge.Calls.CallAction;
using static SmartPbx.MediaEdge.Calls.CallPhase;
using static SmartPbx.MediaEdge.Calls.CallTrigger;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>The call as a table: (phase, trigger, facts) → (phase, actions). No I/O, no time; a pair that is not here changes nothing.</summary>
public static class CallMachine
{
    /// <summary>What follows.</summary>
    public static CallStep Next(CallPhase phase, CallTrigger trigger, CallFacts facts) => (phase, trigger) switch
    {
        (Ended, _) => new CallStep(Ended, None),
        (_, Fault) => End(CallOutcome.InternalError),
        (_, DrainOver) => End(CallOutcome.Drained),
        (RingingForOther, CallerGone or CallerUnfit) => new CallStep(RingingForOther, ReleaseCaller),
        (_, CallerGone) => End(IsAnswered(phase) ? CallOutcome.CallerHungUp : CallOutcome.Cancelled),

        (_, CallerUnfit) => End(facts.Reason),

        (Opening, CalleeReachable) => new CallStep(Ringing, PlayNotice | RingCallee),
        (Opening, CalleeUnreachable) => TakeOverOrEnd(facts),

        (Ringing, CalleeAnswered) => facts.NoticePending ? new CallStep(AwaitingNotice, None) : new CallStep(Bridged, AnswerCaller | Bridge),
        (Ringing, CallerListens) => new CallStep(Ringing, PlayNotice),
        (Ringing, CalleeFailed) => TakeOverOrEnd(facts),

        (Ringing, Promised) => new CallStep(RingingForOther, None),
        (AwaitingNotice, Promised) => new CallStep(RingingForOther, GiveCallee),
        (RingingForOther, CalleeAnswered) => new CallStep(RingingForOther, GiveCallee),
        (RingingForOther, CalleeFailed) => facts.MayAgentAnswer ? new CallStep(RingingForOther, GiveAgent) : End(facts.Reason),
        (RingingForOther, PromiseReturned) => facts.CallerHasLeft ? End(CallOutcome.Cancelled) : new CallStep(Ringing, None),

        (AwaitingNotice, NoticeEnded) => new CallStep(Bridged, AnswerCaller | Bridge),
        (AwaitingNotice, CalleeGone) => TakeOverOrEnd(facts with { Reason = CallOutcome.NoAnswer }),

        (Bridged or RingingForOther or WithAgent, LegHandedOver) => End(CallOutcome.Transferred),
        (Bridged, CalleeGone) => End(CallOutcome.CalleeHungUp),
        (Bridged or Transferring or WithAgent or RingingPerson, MediaLost) => End(CallOutcome.MediaTimeout),
        (Bridged or Transferring or WithAgent or RingingPerson, SessionExpired) => End(CallOutcome.SessionExpired),
        (Bridged or Transferring or WithAgent or RingingPerson, AckLost) => End(CallOutcome.NoAck),

        (WithAgent or RingingPerson, AgentEnded) => End(facts.Reason),
        (WithAgent, TransferBegun) => new CallStep(RingingPerson, None),
        (Bridged, TransferBegun) => new CallStep(Transferring, None),
        (RingingPerson or Transferring, TransferDone) => new CallStep(Bridged, Bridge),
        (RingingPerson, TransferFailed) => new CallStep(WithAgent, None),
        (Transferring, TransferFailed) => new CallStep(Bridged, Bridge),
        (Transferring, TransferLost) => facts.MayAgentAnswer ? new CallStep(WithAgent, StartAgent) : End(CallOutcome.CalleeHungUp),
        (Transferring, AgentWanted) => new CallStep(WithAgent, StartAgent),
        (WithAgent or RingingPerson, AgentPartnerGone) => End(CallOutcome.CalleeHungUp),
        (Transferring, CalleeGone) => End(CallOutcome.CalleeHungUp),

        _ => new CallStep(phase, None),
    };

    /// <summary>Whether leg A has its 200.</summary>
    public static bool IsAnswered(CallPhase phase) => phase is Bridged or Transferring or WithAgent or RingingPerson;

    private static CallStep TakeOverOrEnd(CallFacts facts) =>
        facts.MayAgentAnswer ? new CallStep(WithAgent, ReleaseCallee | AnswerCaller | StartAgent) : End(facts.Reason);

    private static CallStep End(CallOutcome outcome) => new(Ended, None, outcome);
}
