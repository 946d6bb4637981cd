using SmartPbx.Sip.Messages;
using SmartPbx.Sip.SessionTimers;

namespace SmartPbx.Sip.Tests.SessionTimers;

public sealed class SessionTimerRulesTests
{
    private static readonly TimeSpan _wanted = TimeSpan.FromSeconds(1_800);

    /// <summary>Table 2 of RFC 4028, and the interval of §9.</summary>
    [Theory]
    [InlineData(true, null, null, "1800;refresher=uas", true, true)]
    [InlineData(true, "3600", null, "1800;refresher=uas", true, true)]
    [InlineData(true, "600", null, "600;refresher=uas", true, true)]
    [InlineData(true, "600;refresher=uac", null, "600;refresher=uac", false, true)]
    [InlineData(true, "600;refresher=uas", null, "600;refresher=uas", true, true)]
    [InlineData(true, "4000;refresher=uac", "3600", "3600;refresher=uac", false, true)]
    [InlineData(false, "600", null, "600;refresher=uas", true, true)]
    [InlineData(false, "600;refresher=uac", null, "600;refresher=uas", true, true)]
    [InlineData(false, "60", null, "90;refresher=uas", true, true)]
    [InlineData(false, null, null, null, true, false)]
    public void Server_agrees(bool supports, string? asked, string? minimum, string? said, bool weRefresh, bool expires)
    {
        var (request, response) = (Request(supports, asked, minimum), new SipResponse(200));

        var agreed = SessionTimerRules.Answer(request, response, _wanted);

        Assert.Equal((said, weRefresh, expires), (response.Headers["Session-Expires"], agreed.WeRefresh, agreed.Expires));
        Assert.Equal(supports ? "timer" : null, response.Headers["Require"]);
    }

    [Theory]
    [InlineData(true, "89", true)]
    [InlineData(true, "90", false)]
    [InlineData(false, "89", false)]
    [InlineData(true, "soon", false)]
    [InlineData(true, null, false)]
    public void Server_refuses_less_than_90_seconds(bool supports, string? asked, bool refused) =>
        Assert.Equal(refused, SessionTimerRules.IsTooSmall(Request(supports, asked, null)));

    [Theory]
    [InlineData("600;refresher=uac", 600, true, true)]
    [InlineData("600 ; Refresher=UAS", 600, false, true)]
    [InlineData("600", 600, true, true)]
    [InlineData("1", 90, true, true)]
    [InlineData(null, 1_800, true, false)]
    [InlineData("x", 1_800, true, false)]
    public void Client_accepts(string? said, int seconds, bool weRefresh, bool expires)
    {
        var response = new SipResponse(200);
        if (said is not null)
            response.Headers.Set("Session-Expires", said);

        Assert.Equal(new SessionTimer(TimeSpan.FromSeconds(seconds), weRefresh, expires), SessionTimerRules.Accept(response, _wanted));
    }

    [Theory]
    [InlineData(90, 45, 60)]
    [InlineData(1_800, 900, 1_768)]
    public void Refreshes_at_half_and_ends_before_the_end(int interval, int refresh, int end)
    {
        var timer = new SessionTimer(TimeSpan.FromSeconds(interval), true, true);

        Assert.Equal((TimeSpan.FromSeconds(refresh), TimeSpan.FromSeconds(end)), (timer.RefreshAfter, timer.ExpireAfter));
    }

    [Fact]
    public void Roles_are_those_of_the_request()
    {
        var request = Request(true, null, null);

        SessionTimerRules.Ask(request, _wanted, TimeSpan.FromSeconds(2_000), new SessionTimer(_wanted, WeRefresh: false, Expires: true));

        Assert.Equal(("2000;refresher=uas", "2000"), (request.Headers["Session-Expires"], request.Headers["Min-SE"]));
    }

    private static SipRequest Request(bool supports, string? expires, string? minimum)
    {
        var request = new SipRequest(SipMethod.Invite, SipUri.Parse("sip:a@b"));
        if (supports)
            request.Headers.Set("Supported", "100rel, timer");
        if (expires is not null)
            request.Headers.Set("Session-Expires", expires);
        if (minimum is not null)
            request.Headers.Set("Min-SE", minimum);
        return request;
    }
}
