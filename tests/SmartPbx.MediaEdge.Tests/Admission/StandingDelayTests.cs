using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Admission;

public class StandingDelayTests
{
    private static readonly TimeSpan Slow = StandingDelay.Target + TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);
    private readonly ManualClock _clock = new();
    private readonly StandingDelay _delay;

    public StandingDelayTests() => _delay = new StandingDelay(_clock);

    [Fact]
    public void Queue_that_stays_long_for_an_interval_stands()
    {
        ObserveFor(StandingDelay.Interval);
        Assert.False(_delay.Stands);
        ObserveFor(Step);
        Assert.True(_delay.Stands);
    }

    [Fact]
    public void Burst_that_is_worked_off_in_between_does_not()
    {
        for (var i = 0; i < 20; i++)
        {
            ObserveFor(StandingDelay.Interval / 2);
            _delay.Observe(StandingDelay.Target);
        }
        ObserveFor(StandingDelay.Interval / 2);
        Assert.False(_delay.Stands);
    }

    [Fact]
    public void First_quick_message_ends_it()
    {
        ObserveFor(StandingDelay.Interval + Step);
        _delay.Observe(TimeSpan.Zero);
        Assert.False(_delay.Stands);
    }

    [Fact]
    public void Queue_that_nobody_speaks_of_is_empty()
    {
        ObserveFor(StandingDelay.Interval + Step);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_delay.Stands);
    }

    private void ObserveFor(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            _delay.Observe(Slow);
            _clock.Advance(Step);
        }
    }
}
