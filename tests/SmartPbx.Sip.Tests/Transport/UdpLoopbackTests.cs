using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

/// <summary>The real socket, once.</summary>
public sealed class UdpLoopbackTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_request_is_answered_over_udp(string address)
    {
        var bind = new IPEndPoint(IPAddress.Parse(address), 0);
        var server = new ScriptedUser { WhenRequested = transaction => transaction.Respond(200) };
        var answered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new ScriptedUser { WhenFinal = (_, response) => answered.TrySetResult(response.Status) };
        await using var bob = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(bind)] }, server);
        await using var alice = new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(bind)] }, client);
        bob.Start();
        alice.Start();
        var request = new SipRequest(SipMethod.Options, bob.Contact(null).Uri)
        {
            From = alice.Contact("alice").WithTag("a"),
            To = bob.Contact("bob"),
            CallId = "udp",
            CSeq = new CSeq(1, SipMethod.Options),
        };

        ClientTransaction transaction = alice.Send(request, bob.FlowToUs(), client);

        Assert.Equal(200, await answered.Task.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(bob.FlowToUs(), transaction.Flow);
        Assert.Equal(alice.FlowToUs(), server.Requests.Single().Flow);
    }
}
