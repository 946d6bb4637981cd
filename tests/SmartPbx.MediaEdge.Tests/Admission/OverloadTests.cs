using System.Buffers;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Domain.Calls;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Admission;

/// <summary>More messages than there is time for, at a whole edge: whoever calls is refused and told when to come again, whoever talks goes on, and afterwards all is as before.</summary>
public sealed class OverloadTests
{
    private readonly SlowPool _pool = new();

    [Fact]
    public async Task While_messages_pile_up_a_new_call_is_503_and_the_live_one_goes_on()
    {
        await using var edge = await TestEdge.StartAsync(e => e.Buffers = _pool);
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, b) = await BridgedCallTests.BridgeAsync(edge, caller, callee);

        using (var flood = Flood.Begin(edge.Sip.Remote))
        {
            _pool.Delay = TimeSpan.FromMilliseconds(20);
            SipResponse refused;
            do refused = await caller.Call(edge.Sip, "9999").FinalAsync();
            while (refused.Status == SipStatus.NotFound && flood.IsRunning); // the queue was not long enough yet
            Assert.Equal((503, "5"), (refused.Status, refused.Headers["Retry-After"]));
        }
        _pool.Delay = TimeSpan.Zero;
        await Eventually.TrueAsync(() => edge.Cdrs().Any(cdr => cdr.Outcome == CallOutcome.Overloaded), "the refusal is recorded");
        callee.Audio.Sing(b.EdgeRtp, 1760);
        await Eventually.TrueAsync(() => caller.Audio.Hears(1760), "the live call goes on");
        Assert.Equal(200, (await a.ByeAsync()).Status);

        await Eventually.TrueAsync(() => !edge.Get<CallAdmission>().Load.IsTooMuch, "the queue is gone");
        var (next, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        Assert.Equal(200, (await next.ByeAsync()).Status);
        await edge.NothingLeaksAsync();
    }

    /// <summary>A machine that is busy with something else: each message takes its time.</summary>
    private sealed class SlowPool : ArrayPool<byte>
    {
        private long _ticks;

        public TimeSpan Delay
        {
            set => Volatile.Write(ref _ticks, value.Ticks);
        }

        public override byte[] Rent(int minimumLength)
        {
            if (Volatile.Read(ref _ticks) is > 0 and var ticks) Thread.Sleep(TimeSpan.FromTicks(ticks));
            return Shared.Rent(minimumLength);
        }

        public override void Return(byte[] array, bool clearArray = false) => Shared.Return(array, clearArray);
    }

    /// <summary>OPTIONS of the carrier, a hundred a second for five seconds at most.</summary>
    private sealed class Flood : IDisposable
    {
        private readonly CancellationTokenSource _end = new(TimeSpan.FromSeconds(5));

        public bool IsRunning => !_end.IsCancellationRequested;

        public static Flood Begin(EndPoint edge)
        {
            var flood = new Flood();
            _ = flood.SendAsync(edge);
            return flood;
        }

        public void Dispose() => _end.Cancel();

        private async Task SendAsync(EndPoint edge)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(TestEdge.TrunkAddress), 0));
            for (var n = 0; IsRunning; n++)
            {
                await socket.SendToAsync(Options(n, (IPEndPoint)socket.LocalEndPoint!), edge);
                await Task.Delay(10);
            }
        }

        private static byte[] Options(int n, IPEndPoint from) => System.Text.Encoding.ASCII.GetBytes(
            $"OPTIONS sip:edge SIP/2.0\r\nVia: SIP/2.0/UDP {from};branch=z9hG4bKflood{n}\r\nMax-Forwards: 70\r\nFrom: <sip:carrier@{from}>;tag=flood{n}\r\nTo: <sip:edge>\r\n"
            + $"Call-ID: flood{n}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
    }
}
