using SmartPbx.MediaEdge.Admission;

namespace SmartPbx.MediaEdge.Tests.Admission;

public class OpenFilesTests
{
    [Theory]
    [InlineData("Max open files            20000                20000                files     ", 3900)]
    [InlineData("Max open files            1048576              1048576              files     ", 209615)]
    [InlineData("Max open files            256                  4096                 files     ", 1)]
    [InlineData("Max open files            unlimited            unlimited            files     ", int.MaxValue)]
    [InlineData("Max processes             100                  100                  processes ", int.MaxValue)]
    public void Limit_is_divided_among_calls(string row, int calls) =>
        Assert.Equal(calls, OpenFiles.Read(["Limit                     Soft Limit           Hard Limit           Units     ", row]));

    [Fact]
    public void This_process_has_a_limit() => Assert.InRange(OpenFiles.RoomForCalls, 1, int.MaxValue);
}
