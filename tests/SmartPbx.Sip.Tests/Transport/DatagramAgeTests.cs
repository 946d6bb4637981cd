using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class DatagramAgeTests
{
    private static readonly byte[] _options = "OPTIONS sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKage\r\nMax-Forwards: 70\r\nTo: <sip:a@127.0.0.1>\r\nFrom: <sip:b@127.0.0.1>;tag=1\r\nCall-ID: age\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    [Fact]
    public async Task Datagrams_that_wait_behind_a_busy_loop_are_as_old_as_their_wait()
    {
        using var busy = new SemaphoreSlim(0);
        using var isBusy = new SemaphoreSlim(0);
        var ages = new ConcurrentQueue<TimeSpan>();
        var user = new ScriptedUser
        {
            WhenRequested = _ =>
            {
                isBusy.Release();
                busy.Wait();
            },
        };
        await using var stack = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(new IPEndPoint(IPAddress.Loopback, 0))], OnWaited = (where, age) =>
        {
            if (where == SipBacklog.Socket)
                ages.Enqueue(age);
        } }, user);
        stack.Start();
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        // The first makes the kernel stamp what comes after it.
        await peer.SendAsync(_options, stack.BoundEndPoint);
        await isBusy.WaitAsync();
        ages.Clear();
        long first = Stopwatch.GetTimestamp();
        for (int i = 0; i < 40; i++)
            await peer.SendAsync("\r\n\r\n"u8.ToArray(), stack.BoundEndPoint);
        long last = Stopwatch.GetTimestamp();

        var least = Stopwatch.GetElapsedTime(last);
        busy.Release(100);
        SpinWait.SpinUntil(() => ages.Count >= 2, TimeSpan.FromSeconds(5));
        var most = Stopwatch.GetElapsedTime(first);

        Assert.Equal(2, ages.Count); // of 41, each sixteenth but the very first
        Assert.All(ages, age => Assert.InRange(age, least - TimeSpan.FromMilliseconds(1), most + TimeSpan.FromMilliseconds(1)));
    }
}
