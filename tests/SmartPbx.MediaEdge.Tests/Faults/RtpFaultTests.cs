using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>The n-th packet of audio that the kernel does not take, over a whole bridged call: it is lost and counted, and nothing else happens.</summary>
public sealed class RtpFaultTests
{
    // To either side in turn: the first goes where the SDP says, the others over sockets that are connected to where the peer's packets came from.
    private const int Packets = 8;

    [Fact]
    public async Task Nth_packet_that_the_kernel_refuses_is_lost_and_counted_and_nothing_else_happens()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Put(new PhoneNumber
        {
            TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 3, AgentTakesOver = false, RecordingNotice = false,
        }));
        await using var phone = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        for (var n = 0; n <= Packets; n++)
        {
            await TalkAsync(edge, caller, phone, n);
            Assert.Equal(CallOutcome.CallerHungUp, (await edge.CdrAsync(n + 1)).Outcome);
            await edge.NothingLeaksAsync();
        }
    }

    private static async Task TalkAsync(TestEdge edge, TestPhone caller, TestPhone phone, int refused)
    {
        var call = caller.Call(edge.Sip, "1000");
        var b = phone.Answer(await phone.RequestAsync(SipMethod.Invite));
        var a = await call.AnsweredAsync();
        await ConnectedAsync(edge, a, b);
        for (var n = 1; n <= Packets; n++)
        {
            var (from, to) = n % 2 == 0 ? (b, a) : (a, b);
            using var port = n == refused ? new RefusedPort(to.EdgeRtp.Port) : null;
            Assert.Equal(n == refused ? (0, 1, 0) : (1, 0, 0), await PulseAsync(edge, from, to));
        }
        Assert.Equal(200, (await a.ByeAsync()).Status);
        await phone.RequestAsync(SipMethod.Bye);
    }

    // The two are connected a moment after the 200: the caller talks until something of it goes through, and all of that has been heard.
    private static async Task ConnectedAsync(TestEdge edge, TestDialog a, TestDialog b)
    {
        var (taken, relayed, heard) = (Taken(), edge.Total("rtp_packets_relayed_total"), b.Phone.Audio.PacketsHeard);
        var sent = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (; edge.Total("rtp_packets_relayed_total") == relayed; sent++)
        {
            a.Phone.Audio.Pulse(a.EdgeRtp);
            await timer.WaitForNextTickAsync();
        }
        await Eventually.TrueAsync(() => Taken() - taken == sent && edge.Total("rtp_packets_relayed_total") - relayed == b.Phone.Audio.PacketsHeard - heard, "what was sent has arrived");

        double Taken() => edge.Total("rtp_packets_total") + edge.Total("rtp_packets_dropped_total");
    }

    /// <summary>Sends one packet and waits for what becomes of it.</summary>
    private static async Task<(int Heard, double Failed, double Dropped)> PulseAsync(TestEdge edge, TestDialog from, TestDialog to)
    {
        var before = Figures();
        from.Phone.Audio.Pulse(from.EdgeRtp);
        await Eventually.TrueAsync(() => Figures() != before, "the packet is heard, refused or dropped");
        var (heard, failed, dropped) = Figures();
        return (heard - before.Heard, failed - before.Failed, dropped - before.Dropped);

        (int Heard, double Failed, double Dropped) Figures() => (to.Phone.Audio.PacketsHeard, edge.Total("rtp_send_failures_total"), edge.Total("rtp_packets_dropped_total"));
    }
}
