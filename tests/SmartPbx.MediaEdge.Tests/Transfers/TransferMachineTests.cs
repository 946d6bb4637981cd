using SmartPbx.MediaEdge.Transfers;
using static SmartPbx.MediaEdge.Transfers.TransferAction;
using static SmartPbx.MediaEdge.Transfers.TransferPhase;
using static SmartPbx.MediaEdge.Transfers.TransferTrigger;

namespace SmartPbx.MediaEdge.Tests.Transfers;

public class TransferMachineTests
{
    [Theory]
    [InlineData(Idle, Accepted, Trying, Part)]
    [InlineData(Trying, Answered, Idle, Tell | Replace | Connect)]
    [InlineData(Trying, Failed, Idle, StopTrying | Tell | Return)]
    [InlineData(Trying, Withdrawn, Idle, StopTrying | Tell | Return)]
    [InlineData(Trying, TransferorGone, TryingAlone, None)]
    [InlineData(Trying, AgentAnswers, Idle, StopTrying | Tell | GiveToAgent)]
    [InlineData(TryingAlone, AgentAnswers, Idle, StopTrying | Tell | GiveToAgent)]
    [InlineData(TryingAlone, Answered, Idle, Tell | Replace | Connect)]
    [InlineData(TryingAlone, Failed, Idle, StopTrying | Tell | Abandon)]
    [InlineData(Trying, CallEnded, Idle, StopTrying | Tell)]
    [InlineData(TryingAlone, CallEnded, Idle, StopTrying | Tell)]
    [InlineData(Trying, Accepted, Trying, None)]
    public void Goes_on(TransferPhase phase, TransferTrigger trigger, TransferPhase next, TransferAction actions) =>
        Assert.Equal(new TransferStep(next, actions), TransferMachine.Next(phase, trigger));

    [Fact]
    public void Nothing_happens_while_nobody_transfers() =>
        Assert.All(Enum.GetValues<TransferTrigger>().Where(t => t != Accepted), t => Assert.Equal(new TransferStep(Idle, None), TransferMachine.Next(Idle, t)));

    [Fact]
    public void Every_end_is_told()
    {
        foreach (var phase in new[] { Trying, TryingAlone })
            foreach (var trigger in Enum.GetValues<TransferTrigger>())
                if (TransferMachine.Next(phase, trigger) is { Next: Idle } step)
                    Assert.True(step.Actions.HasFlag(Tell), $"{phase} {trigger}");
    }
}
