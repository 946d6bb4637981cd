using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Calls;
using static SmartPbx.MediaEdge.Calls.CallAction;
using static SmartPbx.MediaEdge.Calls.CallPhase;
using static SmartPbx.MediaEdge.Calls.CallTrigger;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class CallMachineTests
{
    [Theory]
    [InlineData(Opening, CalleeReachable, Ringing, PlayNotice | RingCallee)]
    [InlineData(Opening, CalleeUnreachable, WithAgent, ReleaseCallee | AnswerCaller | StartAgent)]
    [InlineData(Ringing, CalleeAnswered, Bridged, AnswerCaller | Bridge)]
    [InlineData(Ringing, CalleeFailed, WithAgent, ReleaseCallee | AnswerCaller | StartAgent)]
    [InlineData(AwaitingNotice, NoticeEnded, Bridged, AnswerCaller | Bridge)]
    [InlineData(AwaitingNotice, CalleeGone, WithAgent, ReleaseCallee | AnswerCaller | StartAgent)]
    [InlineData(WithAgent, TransferBegun, RingingPerson, None)]
    [InlineData(Bridged, TransferBegun, Transferring, None)]
    [InlineData(RingingPerson, TransferDone, Bridged, Bridge)]
    [InlineData(RingingPerson, TransferFailed, WithAgent, None)]
    [InlineData(Transferring, TransferDone, Bridged, Bridge)]
    [InlineData(Transferring, TransferFailed, Bridged, Bridge)]
    [InlineData(Transferring, TransferLost, WithAgent, StartAgent)]
    [InlineData(Transferring, AgentWanted, WithAgent, StartAgent)]
    [InlineData(Ringing, Promised, RingingForOther, None)]
    [InlineData(AwaitingNotice, Promised, RingingForOther, GiveCallee)]
    [InlineData(RingingForOther, CallerGone, RingingForOther, ReleaseCaller)]
    [InlineData(RingingForOther, CallerUnfit, RingingForOther, ReleaseCaller)]
    [InlineData(RingingForOther, CalleeAnswered, RingingForOther, GiveCallee)]
    [InlineData(RingingForOther, CalleeFailed, RingingForOther, GiveAgent)]
    [InlineData(RingingForOther, PromiseReturned, Ringing, None)]
    [InlineData(Ringing, TransferBegun, Ringing, None)]
    [InlineData(Ringing, NoticeEnded, Ringing, None)]
    [InlineData(Ringing, CallerListens, Ringing, PlayNotice)]
    [InlineData(Bridged, CallerListens, Bridged, None)]
    [InlineData(Bridged, CalleeFailed, Bridged, None)]
    public void Goes_on(CallPhase phase, CallTrigger trigger, CallPhase next, CallAction actions) =>
        Assert.Equal(new CallStep(next, actions), CallMachine.Next(phase, trigger, new CallFacts(true, false, CallOutcome.NoAnswer)));

    [Fact]
    public void Answer_waits_for_the_end_of_the_notice() =>
        Assert.Equal(new CallStep(AwaitingNotice, None), CallMachine.Next(Ringing, CalleeAnswered, new CallFacts(true, true, CallOutcome.NoAnswer)));

    [Fact]
    public void Without_agent_a_failure_ends_the_call() =>
        Assert.Equal(CallOutcome.Busy, CallMachine.Next(Ringing, CalleeFailed, new CallFacts(false, false, CallOutcome.Busy)).Outcome);

    [Fact]
    public void What_nobody_wants_any_more_ends_when_its_caller_has_left() =>
        Assert.Equal(CallOutcome.Cancelled, CallMachine.Next(RingingForOther, PromiseReturned, new CallFacts(true, false, CallOutcome.Cancelled) { CallerHasLeft = true }).Outcome);

    [Theory]
    [InlineData(RingingForOther, LegHandedOver, "transferred")]
    [InlineData(WithAgent, LegHandedOver, "transferred")]
    [InlineData(RingingPerson, AgentPartnerGone, "callee_hung_up")]
    [InlineData(Ringing, CallerGone, "cancelled")]
    [InlineData(AwaitingNotice, CallerGone, "cancelled")]
    [InlineData(Bridged, CallerGone, "caller_hung_up")]
    [InlineData(Bridged, CalleeGone, "callee_hung_up")]
    [InlineData(WithAgent, AgentEnded, "agent_hung_up")]
    [InlineData(RingingPerson, CallerGone, "caller_hung_up")]
    [InlineData(Bridged, LegHandedOver, "transferred")]
    [InlineData(Transferring, CallerGone, "caller_hung_up")]
    [InlineData(Transferring, CalleeGone, "callee_hung_up")]
    [InlineData(Bridged, MediaLost, "media_timeout")]
    [InlineData(WithAgent, AckLost, "no_ack")]
    [InlineData(Bridged, SessionExpired, "session_expired")]
    [InlineData(Bridged, DrainOver, "drained")]
    [InlineData(Ringing, CallerUnfit, "agent_hung_up")]
    [InlineData(Opening, Fault, "internal_error")]
    public void Ends(CallPhase phase, CallTrigger trigger, string outcome)
    {
        var step = CallMachine.Next(phase, trigger, new CallFacts(true, false, CallOutcome.AgentHungUp));
        Assert.Equal((Ended, outcome), (step.Next, step.Outcome?.Name));
    }

    [Fact]
    public void Nothing_happens_after_the_end() =>
        Assert.All(Enum.GetValues<CallTrigger>(), t => Assert.Equal(new CallStep(Ended, None), CallMachine.Next(Ended, t, new CallFacts(true, true, CallOutcome.Busy))));

    [Fact]
    public void Every_pair_has_an_answer_and_every_end_an_outcome()
    {
        foreach (var phase in Enum.GetValues<CallPhase>().Where(p => p != Ended))
            foreach (var trigger in Enum.GetValues<CallTrigger>())
            {
                var step = CallMachine.Next(phase, trigger, new CallFacts(false, false, CallOutcome.NoAnswer));
                Assert.Equal(step.Next == Ended, step.Outcome is not null);
            }
    }
}
