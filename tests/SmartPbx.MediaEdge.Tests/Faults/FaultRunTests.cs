using System.Net;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>
/// One thing fails once, at every place in turn, over a whole bridged call: the n-th buffer, send or write for n from 1 to as many as the call has. Nothing
/// crashes, hangs or stays, the failure is counted, and the next call is as good as ever.
/// </summary>
public sealed class FaultRunTests
{
    private readonly NthFault _fault = new();

    [Fact]
    public async Task Nth_buffer_that_is_not_there_costs_nothing_but_a_repeat()
    {
        var pool = new FaultyPool(_fault);
        await using var edge = await StartAsync(e => e.Buffers = pool);
        await EveryNthAsync(edge, () => Faults(edge, "sip"), playsOn: true);
        await Eventually.TrueAsync(() => pool.Out == 0, "every buffer is given back");
    }

    [Fact]
    public async Task Nth_send_that_fails_costs_its_call_at_most()
    {
        await using var edge = await StartAsync(e => e.Change = options => options with
        {
            SipListeners = [new SipListener { Bind = new IPEndPoint(IPAddress.Loopback, 0), Transport = new FaultyTransport(new IPEndPoint(IPAddress.Loopback, 0), _fault) }],
        });
        await EveryNthAsync(edge, () => edge.Runtime.FailedSends, playsOn: false);
    }

    [Fact]
    public async Task Nth_journal_line_that_the_disk_refuses_costs_nothing()
    {
        await using var edge = await StartAsync();
        edge.Get<DataFolder>().Writing = file => Refuse(file.EndsWith("calls.jsonl", StringComparison.Ordinal));
        await EveryNthAsync(edge, () => edge.Get<CallJournal>().Failures, playsOn: true);
    }

    [Fact]
    public async Task Nth_record_that_the_disk_refuses_is_written_again()
    {
        await using var edge = await StartAsync();
        edge.Get<DataFolder>().Writing = file => Refuse(file.EndsWith("cdr.jsonl", StringComparison.Ordinal));
        await EveryNthAsync(edge, () => Faults(edge, "cdr"), playsOn: true);
    }

    [Fact]
    public async Task Nth_event_that_the_disk_refuses_is_written_again()
    {
        await using var edge = await StartAsync();
        edge.Get<DataFolder>().Writing = file => Refuse(file.EndsWith("events", StringComparison.Ordinal));
        await EveryNthAsync(edge, () => edge.Get<EventSpool>().Failures, playsOn: true);
        await Eventually.TrueAsync(() => edge.Bus.Of("call.started").Select(e => e.Subject).Distinct().Count() == edge.Bus.Of("call.ended").Select(e => e.Subject).Distinct().Count(), "no event is lost");
    }

    private async Task EveryNthAsync(TestEdge edge, Func<double> counted, bool playsOn)
    {
        await using var phone = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        _fault.Arm(0);
        Assert.True(await PlayedCall.PlayAsync(edge, caller, phone), "the call without a fault");
        await edge.NothingLeaksAsync();
        var uses = _fault.Uses;
        Assert.InRange(uses, 1, 40);
        for (var n = 1; n <= uses; n++)
        {
            var before = counted();
            _fault.Arm(n);
            var played = await PlayedCall.PlayAsync(edge, caller, phone);
            await edge.NothingLeaksAsync();
            var struck = _fault.Disarm();
            Assert.True(struck || n > 1, "the first use is in every call");
            Assert.True(played || !playsOn, $"the call with fault {n} of {uses}");
            if (struck) await Eventually.TrueAsync(() => counted() > before, $"fault {n} of {uses} is counted");
            Assert.True(await PlayedCall.PlayAsync(edge, caller, phone), $"the call after fault {n} of {uses}");
            await edge.NothingLeaksAsync();
        }
        Assert.Equal(0, edge.Runtime.Dialogs);
        // Timer D of a refused INVITE runs for 32 s (RFC 3261 §17.1.1.2).
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (edge.Runtime.Transactions > 0) await Task.Delay(50, limit.Token);
    }

    private void Refuse(bool isMeant)
    {
        if (isMeant && _fault.Strikes()) throw new IOException("as the test wants it");
    }

    private static Task<TestEdge> StartAsync(Action<TestEdge>? change = null) => TestEdge.StartAsync(e =>
    {
        e.Put(new PhoneNumber { TenantId = TestEdge.Demo, Number = "1000", RingExtension = "1008", NoAnswerSeconds = 3, AgentTakesOver = false, RecordingNotice = false });
        change?.Invoke(e);
    }, ("Edge:Sip:T1Ms", "50"), ("Edge:Rtp:TimeoutSeconds", "5"));

    private static double Faults(TestEdge edge, string where) => edge.Total($"faults_total{{where=\"{where}\"}}");
}
