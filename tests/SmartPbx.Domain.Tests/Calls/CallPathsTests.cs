using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Calls;

public sealed class CallPathsTests
{
    [Fact]
    public void A_calls_folder_is_named_by_the_utc_date_of_its_start() => Assert.Equal("calls/2026/01/01/edge-1/",
        CallPaths.Folder(new CallId("edge-1"), new DateTimeOffset(2026, 1, 2, 3, 0, 0, TimeSpan.FromHours(9))));
}
