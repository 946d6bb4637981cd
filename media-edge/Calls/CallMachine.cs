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
        (_, CallerGone) => End(IsAnswered(phase) ? CallOutcome.CallerHungUp : CallOutcome.Cancelled),

        (_, CallerUnfit) => End(facts.Reason),

        (Opening, CalleeReachable) => new CallStep(Ringing, PlayNotice | RingCallee),
        (Opening, CalleeUnreachable) => TakeOverOrEnd(facts),

        (Ringing, CalleeAnswered) => facts.NoticePending ? new CallStep(AwaitingNotice, None) : new CallStep(Bridged, AnswerCaller | Bridge),
        (Ringing, CallerListens) => new CallStep(Ringing, PlayNotice),
        (Ringing, CalleeFailed) => TakeOverOrEnd(facts),

        (AwaitingNotice, NoticeEnded) => new CallStep(Bridged, AnswerCaller | Bridge),
        (AwaitingNotice, CalleeGone) => TakeOverOrEnd(facts with { Reason = CallOutcome.NoAnswer }),

        (Bridged, CalleeGone) => End(CallOutcome.CalleeHungUp),
        (Bridged or WithAgent or RingingPerson, MediaLost) => End(CallOutcome.MediaTimeout),
        (Bridged or WithAgent or RingingPerson, SessionExpired) => End(CallOutcome.SessionExpired),
        (Bridged or WithAgent or RingingPerson, AckLost) => End(CallOutcome.NoAck),

        (WithAgent or RingingPerson, AgentEnded) => End(facts.Reason),
        (WithAgent, PersonWanted) => new CallStep(RingingPerson, RingCallee),
        (RingingPerson, CalleeAnswered) => new CallStep(Bridged, Bridge | TellAgent),
        (RingingPerson, CalleeFailed or PersonUnwanted) => new CallStep(WithAgent, ReleaseCallee | TellAgent),

        _ => new CallStep(phase, None),
    };

    /// <summary>Whether leg A has its 200.</summary>
    public static bool IsAnswered(CallPhase phase) => phase is Bridged or WithAgent or RingingPerson;

    private static CallStep TakeOverOrEnd(CallFacts facts) =>
        facts.MayAgentAnswer ? new CallStep(WithAgent, ReleaseCallee | AnswerCaller | StartAgent) : End(facts.Reason);

    private static CallStep End(CallOutcome outcome) => new(Ended, None, outcome);
}
