using System.Net;
using System.Net.Sockets;
using System.Text;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests;

public sealed class StackLoopTests
{
    [Fact]
    public void Callbacks_wait_for_every_event_and_come_one_by_one()
    {
        List<string> handled = [];
        StackLoop loop = null!;
        loop = new StackLoop(item => item.Command!());
        StackEvent Callback(string name) => new(() => handled.Add(name), null, 0, default);
        StackEvent Event(string name) => new(
            () =>
            {
                handled.Add(name);
                loop.Defer(Callback($"told of {name}"));
            },
            null,
            0,
            default);

        loop.TryRunFirst(Event("1"));
        loop.TryRunFirst(Event("2"));
        Assert.Equal(["1", "2"], handled);
        Assert.True(loop.Continue());
        loop.TryRunFirst(Event("3"));
        Assert.True(loop.Continue());
        Assert.False(loop.Continue());
        Assert.False(loop.Continue());

        Assert.Equal(["1", "2", "told of 1", "3", "told of 2", "told of 3"], handled);
    }

    [Fact]
    public void Callbacks_do_not_pile_up_behind_a_flood_of_events()
    {
        int waiting = 0, most = 0;
        StackLoop loop = null!;
        loop = new StackLoop(item => item.Command!());
        for (int i = 0; i < 10 * StackLoop.MaxCallbacks; i++)
        {
            loop.TryRunFirst(new StackEvent(
                () =>
                {
                    most = Math.Max(most, ++waiting);
                    loop.Defer(new StackEvent(() => waiting--, null, 0, default));
                },
                null,
                0,
                default));
        }

        Assert.Equal(StackLoop.MaxCallbacks + 1, most);
    }

    [Fact]
    public async Task Nothing_is_left_behind_by_many_who_come_at_once()
    {
        const int Threads = 6, Each = 20_000;
        int events = 0, callbacks = 0, within = 0;
        StackLoop loop = null!;
        loop = new StackLoop(item =>
        {
            Assert.Equal(1, Interlocked.Increment(ref within));
            item.Command!();
            Interlocked.Decrement(ref within);
        });
        StackEvent Event() => new(
            () =>
            {
                events++;
                loop.Defer(new StackEvent(() => callbacks++, null, 0, default));
            },
            null,
            0,
            default);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                if (thread % 3 == 0)
                {
                    loop.Post(Event());
                }
                else if (thread % 3 == 1)
                {
                    loop.TryRun(Event());
                }
                else
                {
                    loop.TryRunFirst(Event());
                    while (loop.Continue())
                        continue;
                }
            }
        })));

        await loop.CloseAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((Threads * Each, Threads * Each), (events, callbacks));
    }

    [Fact]
    public async Task Every_invite_that_waits_gets_its_100_before_a_user_is_told_of_the_next()
    {
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var isBusy = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var answered = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var user = new ScriptedUser
        {
            WhenRequested = invite =>
            {
                if (invite.Request.CallId == "1")
                {
                    isBusy.Release();
                    goOn.Wait();
                }
                else if (invite.Request.CallId == "2")
                {
                    answered.SetResult(Answers(peer));
                }
            },
        };
        await using var stack = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(new IPEndPoint(IPAddress.Loopback, 0))] }, user);
        stack.Start();
        await peer.SendAsync(Invite("1"), stack.BoundEndPoint);
        await isBusy.WaitAsync();
        foreach (string call in (string[])["2", "3", "4"])
            await peer.SendAsync(Invite(call), stack.BoundEndPoint);

        goOn.Release();

        Assert.Equal(["100 of 1", "100 of 2", "100 of 3", "100 of 4"], await answered.Task.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    // Runs while the user holds the loop: what was not sent before does not come.
    private static List<string> Answers(UdpClient peer)
    {
        peer.Client.ReceiveTimeout = 2_000;
        List<string> answers = [];
        var from = new IPEndPoint(IPAddress.Any, 0);
        try
        {
            while (answers.Count < 4)
            {
                string[] lines = Encoding.ASCII.GetString(peer.Receive(ref from)).Split("\r\n");
                answers.Add($"{lines[0].Split(' ')[1]} of {lines.Single(line => line.StartsWith("Call-ID:", StringComparison.Ordinal))[8..].Trim()}");
            }
        }
        catch (SocketException)
        {
            // fewer than wanted
        }
        return answers;
    }

    private static byte[] Invite(string callId) => Encoding.ASCII.GetBytes($"INVITE sip:a@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bKloop{callId}\r\nMax-Forwards: 70\r\n"
        + $"To: <sip:a@127.0.0.1>\r\nFrom: <sip:b@127.0.0.1>;tag={callId}\r\nCall-ID: {callId}\r\nCSeq: 1 INVITE\r\nContact: <sip:b@127.0.0.1>\r\nContent-Length: 0\r\n\r\n");
}
