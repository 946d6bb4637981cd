using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Hitl;

public sealed class OperatorPresenceTests
{
    private static readonly DateTimeOffset Beat = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private static OperatorPresence Presence(OperatorStatus status) =>
        new() { TenantId = new TenantId("demo"), UserId = new UserId("operator"), Status = status, HeartbeatAt = Beat };

    [Fact]
    public void A_browser_that_is_heard_of_has_the_status_it_last_said() =>
        Assert.All(Enum.GetValues<OperatorStatus>(), s => Assert.Equal(s, Presence(s).EffectiveStatus(Beat + OperatorPresence.HeartbeatTimeout)));

    [Fact]
    public void A_browser_that_fell_silent_is_offline_whatever_it_last_said() => Assert.All(Enum.GetValues<OperatorStatus>(),
        s => Assert.Equal(OperatorStatus.Offline, Presence(s).EffectiveStatus(Beat + OperatorPresence.HeartbeatTimeout + TimeSpan.FromMilliseconds(1))));

    [Fact]
    public void Only_an_available_operator_without_an_alert_is_free()
    {
        Assert.True(Presence(OperatorStatus.Available).IsFree(Beat));
        Assert.False((Presence(OperatorStatus.Available) with { ClaimedAlert = new AlertId("alert-1") }).IsFree(Beat));
        Assert.False(Presence(OperatorStatus.Available).IsFree(Beat + TimeSpan.FromSeconds(31)));
        Assert.All([OperatorStatus.Away, OperatorStatus.Busy, OperatorStatus.Offline], s => Assert.False(Presence(s).IsFree(Beat)));
    }
}
