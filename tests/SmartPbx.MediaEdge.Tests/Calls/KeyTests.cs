using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Calls;

/// <summary>DTMF in its three forms, from any of them to any other (SIP-11).</summary>
public class KeyTests
{
    private const int Long = 600;

    [Fact]
    public async Task Events_pass_untouched_between_phones_that_have_them()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgeAsync(edge, caller, callee);

        caller.Audio.Press(a.EdgeRtp, 5);
        await Eventually.TrueAsync(() => callee.Audio.Keys is [('5', 60)], "the callee gets the key, as long as it was");
        callee.Audio.Press(b.EdgeRtp, 11);
        await Eventually.TrueAsync(() => caller.Audio.Keys is [('#', 60)], "the caller gets the key");
        Assert.Single(callee.Audio.Keys);
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Info_becomes_an_event_where_events_are_agreed()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress) { HasEvents = false };
        var (a, _) = await BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await InfoAsync(a, '5', 200)).Status);
        Assert.Equal(200, (await InfoAsync(a, '5', 200)).Status);
        await Eventually.TrueAsync(() => callee.Audio.Keys is [('5', >= 180 and <= 240), ('5', >= 180 and <= 240)], "both keys arrive, as long as they were");
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Phone_that_has_events_but_sends_info_alone_is_understood_too()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee);

        await InfoAsync(a, '7', 100);
        await Eventually.TrueAsync(() => callee.Audio.Keys is [('7', >= 80 and <= 140)], "the key arrives");
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Phone_that_sends_info_and_events_presses_once()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee);

        await InfoAsync(a, '7', 100);
        caller.Audio.Press(a.EdgeRtp, 7);
        await Eventually.TrueAsync(() => callee.Audio.Keys.Count == 1, "the key arrives");
        caller.Audio.Press(a.EdgeRtp, 8);
        await InfoAsync(a, '8', 100);
        caller.Audio.Press(a.EdgeRtp, 9);
        await Eventually.TrueAsync(() => callee.Audio.Keys.Count >= 3, "the others follow");
        Assert.Equal("789", string.Concat(callee.Audio.Keys.Select(k => k.Key)));
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Event_becomes_info_for_a_phone_that_accepts_it_and_has_no_events()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        callee.HasEvents = false;
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee, ok =>
        {
            ok.Headers.Set("Allow", "INVITE, ACK, BYE, INFO");
            ok.Headers.Set("Accept", "application/sdp, application/dtmf-relay");
        });

        caller.Audio.Press(a.EdgeRtp, 10);
        var info = await callee.RequestAsync(SipMethod.Info);
        info.Respond(200);
        Assert.Equal(("application/dtmf-relay", "Signal=*\r\nDuration=60\r\n"),
            (info.Request.ContentType, System.Text.Encoding.ASCII.GetString(info.Request.Body.Span)));
        await EndAsync(edge, a);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_becomes_a_tone_for_a_phone_that_has_nothing_else(bool byInfo)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        callee.HasEvents = false;
        await using var caller = new TestPhone(TestEdge.TrunkAddress) { HasEvents = !byInfo };
        var (a, _) = await BridgeAsync(edge, caller, callee);

        if (byInfo) await InfoAsync(a, '1', Long);
        else caller.Audio.Press(a.EdgeRtp, 1, durationMs: Long);
        await Eventually.TrueAsync(() => callee.Audio.HasHeard(697, 1209), "the tone of key 1 is heard");
        Assert.Empty(callee.Audio.Keys);
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Tone_becomes_an_event_for_a_phone_that_has_them()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress) { HasEvents = false };
        var (a, _) = await BridgeAsync(edge, caller, callee);

        await caller.Audio.SoundAsync(a.EdgeRtp, '1', 200);
        await Eventually.TrueAsync(() => callee.Audio.Keys is [('1', _)], "the key arrives as an event");
        await EndAsync(edge, a);
    }

    [Fact]
    public async Task Info_that_is_no_key_is_told_so()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgeAsync(edge, caller, callee);

        Assert.Equal(200, (await a.SendAsync(SipMethod.Info)).Status);
        Assert.Equal(415, (await a.SendAsync(SipMethod.Info, info => info.SetBody("application/dtmf-relay", "Signal=X\r\n"u8.ToArray()))).Status);
        Assert.Equal(415, (await a.SendAsync(SipMethod.Info, info => info.SetBody("text/plain", "5"u8.ToArray()))).Status);
        Assert.Equal(469, (await a.SendAsync(SipMethod.Info, info => info.Headers.Set("Info-Package", "picture"))).Status);
        await EndAsync(edge, a);
    }

    private static async Task<(TestDialog A, TestDialog B)> BridgeAsync(TestEdge edge, TestPhone caller, TestPhone callee, Action<SipResponse>? change = null)
    {
        var call = caller.Call(edge.Sip, "1000");
        await call.ResponseAsync(183);
        var b = callee.Answer(await callee.RequestAsync(SipMethod.Invite), change);
        var a = await call.AnsweredAsync();
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the legs are connected");
        return (a, b);
    }

    private static Task<SipResponse> InfoAsync(TestDialog dialog, char key, int durationMs) => dialog.SendAsync(SipMethod.Info,
        info => info.SetBody("application/dtmf-relay", System.Text.Encoding.ASCII.GetBytes($"Signal={key}\r\nDuration={durationMs}\r\n")));

    private static async Task EndAsync(TestEdge edge, TestDialog a)
    {
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }
}
