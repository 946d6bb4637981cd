using SmartPbx.MediaEdge.Trunks;
using static SmartPbx.MediaEdge.Trunks.RegistrationAction;
using static SmartPbx.MediaEdge.Trunks.RegistrationInput;
using static SmartPbx.MediaEdge.Trunks.RegistrationPhase;

namespace SmartPbx.MediaEdge.Tests.Trunks;

public class RegistrationMachineTests
{
    [Theory]
    [InlineData(Idle, Start, Registering, SendRegister)]
    [InlineData(Registering, Accepted, Registered, SleepUntilRefresh)]
    [InlineData(Registered, Due, Refreshing, SendRegister)]
    [InlineData(Refreshing, Accepted, Registered, SleepUntilRefresh)]
    [InlineData(Registering, TooBrief, Registering, SendLonger)]
    [InlineData(Refreshing, TooBrief, Refreshing, SendLonger)]
    [InlineData(Registering, Refused, Waiting, SleepBeforeRetry)]
    [InlineData(Registering, Silent, Waiting, SleepBeforeRetry)]
    [InlineData(Refreshing, Refused, Waiting, SleepBeforeRetry)]
    [InlineData(Refreshing, Silent, Waiting, SleepBeforeRetry)]
    [InlineData(Waiting, Due, Registering, SendRegister)]
    [InlineData(Registered, Leave, Leaving, SendUnregister)]
    [InlineData(Refreshing, Leave, Leaving, SendUnregister)]
    [InlineData(Registering, Leave, Leaving, SendUnregister)]
    [InlineData(Waiting, Leave, Gone, None)]
    [InlineData(Idle, Leave, Gone, None)]
    [InlineData(Leaving, Accepted, Gone, None)]
    [InlineData(Leaving, Refused, Gone, None)]
    [InlineData(Leaving, Silent, Gone, None)]
    public void Step_is_as_the_table_says(RegistrationPhase phase, RegistrationInput input, RegistrationPhase next, RegistrationAction action) =>
        Assert.Equal((next, action), RegistrationMachine.Next(phase, input));

    [Fact]
    public void What_is_gone_stays_gone() =>
        Assert.All(Enum.GetValues<RegistrationInput>(), input => Assert.Equal((Gone, None), RegistrationMachine.Next(Gone, input)));

    [Theory]
    [InlineData(3600, 0, 2880)]
    [InlineData(3600, 1, 2520)]
    [InlineData(60, 0.5, 45)]
    public void Refresh_comes_well_before_the_end(uint expires, double random, double seconds) =>
        Assert.Equal(seconds, RegistrationTimes.Refresh(expires, random).TotalSeconds, 3);

    [Theory]
    [InlineData(1, 1, 30)]
    [InlineData(1, 0, 15)]
    [InlineData(2, 1, 60)]
    [InlineData(4, 1, 240)]
    [InlineData(7, 1, 1800)]
    [InlineData(1_000, 1, 1800)]
    public void Retries_come_ever_more_slowly_but_come(int failures, double random, double seconds) =>
        Assert.Equal(seconds, RegistrationTimes.Retry(TimeSpan.FromSeconds(30), failures, random).TotalSeconds, 3);
}
