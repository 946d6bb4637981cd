using SmartPbx.MediaEdge.Configuration;

namespace SmartPbx.MediaEdge.Tests.Configuration;

public class FileBudgetTests
{
    [Theory]
    [InlineData(20_000, 1_000)]
    [InlineData(20_000, 100_000)]
    [InlineData(1_024, 1_000)]
    [InlineData(400, 1_000)]
    [InlineData(1_048_576, 100_000)]
    public void All_together_stay_below_the_limit(long limit, int wanted)
    {
        var budget = FileBudget.Of(limit, wanted);

        Assert.InRange(budget.Calls, 1, wanted);
        Assert.InRange(FileBudget.Own + budget.Calls * FileBudget.PerCall + budget.SipConnections + budget.HttpConnections, 0, limit);
    }

    [Fact]
    public void What_is_wanted_is_given_where_there_is_room() => Assert.Equal(new FileBudget(1_000, 10_000, 5_000), FileBudget.Of(long.MaxValue, 1_000));

    [Theory]
    [InlineData(1_000)]
    [InlineData(99_999)]
    public void Limit_that_is_asked_for_is_enough(int calls) => Assert.Equal(calls, FileBudget.Of(FileBudget.LimitFor(calls), calls).Calls);

    [Theory]
    [InlineData("Max open files            20000                20000                files     ", 20_000)]
    [InlineData("Max open files            1024                 1048576              files     ", 1_024)]
    [InlineData("Max open files            unlimited            unlimited            files     ", long.MaxValue)]
    [InlineData("Max processes             100                  100                  processes ", long.MaxValue)]
    public void Limit_is_read_as_the_kernel_writes_it(string row, long files) =>
        Assert.Equal(files, FileBudget.Read(["Limit                     Soft Limit           Hard Limit           Units     ", row]));

    [Fact]
    public void This_process_has_a_limit() => Assert.InRange(FileBudget.OfThisProcess(), 1, long.MaxValue);
}
