using SmartPbx.MediaEdge.Trunks;

namespace SmartPbx.MediaEdge.Tests.Trunks;

public class TargetHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_lost_answer_changes_nothing() => Assert.True(TargetHealth.Good.After(false).IsUp);

    [Fact]
    public void Two_in_a_row_take_it_down() => Assert.False(TargetHealth.Good.After(false).After(false).IsUp);

    [Fact]
    public void An_answer_between_them_counts_anew() => Assert.True(TargetHealth.Good.After(false).After(true).After(false).IsUp);

    [Fact]
    public void One_answer_does_not_bring_it_back()
    {
        var down = TargetHealth.Good.After(false).After(false);
        Assert.False(down.After(true).IsUp);
        Assert.True(down.After(true).After(true).IsUp);
    }

    [Fact]
    public void What_asked_for_rest_is_not_used_until_then()
    {
        var resting = TargetHealth.Good.Resting(Now.AddSeconds(30));
        Assert.False(resting.IsUsable(Now.AddSeconds(29)));
        Assert.True(resting.IsUsable(Now.AddSeconds(30)));
        Assert.Equal(resting, resting.Resting(Now.AddSeconds(10)));
    }
}
