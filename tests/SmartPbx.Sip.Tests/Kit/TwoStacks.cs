using System.Net;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Alice and Bob on a memory network with a manual clock.</summary>
internal sealed class TwoStacks : IAsyncDisposable
{
    public static readonly IPEndPoint AliceAddress = new(IPAddress.Parse("192.0.2.1"), 5060);
    public static readonly IPEndPoint BobAddress = new(IPAddress.Parse("192.0.2.2"), 5060);

    /// <summary>Longer than two transactions, one after the other.</summary>
    public static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(70);

    public TwoStacks(SipTransportKind kind = SipTransportKind.Udp, Func<SipStackOptions, SipStackOptions>? configure = null)
    {
        ToBob = new SipFlow(kind, BobAddress);
        Alice = Create(AliceAddress, AliceUser, 1, kind, configure);
        Bob = Create(BobAddress, BobUser, 2, kind, configure);
    }

    public ManualTimeProvider Clock { get; } = new();

    public MemoryNetwork Network { get; } = new();

    public ScriptedUser AliceUser { get; } = new();

    public ScriptedUser BobUser { get; } = new();

    /// <summary>Bob over the kind of this pair.</summary>
    public SipFlow ToBob { get; }

    public SipStack Alice { get; }

    public SipStack Bob { get; }

    public SipRequest Request(SipMethod method, uint number = 1)
    {
        var request = new SipRequest(method, SipUri.Parse("sip:bob@192.0.2.2"))
        {
            From = NameAddr.Parse("<sip:alice@192.0.2.1>;tag=a1"),
            To = NameAddr.Parse("<sip:bob@192.0.2.2>"),
            CallId = "call-1",
            CSeq = new CSeq(number, method),
        };
        if (method == SipMethod.Invite)
            request.Contact = Alice.Contact("alice");
        return request;
    }

    /// <summary>A raw request to Bob from somewhere else.</summary>
    public static string Options(string branch, string callId) =>
        $"OPTIONS sip:bob@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch={branch}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:bob@192.0.2.2>\r\n"
        + $"Call-ID: {callId}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Bob rings, then answers 200, at once.</summary>
    public void BobAnswers() => BobUser.WhenRequested = transaction =>
    {
        if (transaction.Request.Method == SipMethod.Invite)
            transaction.Respond(180);
        var response = transaction.CreateResponse(200);
        response.Contact = Bob.Contact("bob");
        transaction.Respond(response);
    };

    /// <summary>Alice sends an ACK for every 2xx to INVITE, as a user must.</summary>
    public void AliceAcknowledges() => AliceUser.WhenFinal = (transaction, response) =>
    {
        if (response.IsSuccess && transaction.Request.Method == SipMethod.Invite)
            Alice.SendAck(Dialog.FromUac(transaction.Request, response)!.CreateAck(transaction.Request), transaction.Flow);
    };

    /// <summary>Waits until both loops have nothing left to do.</summary>
    public async Task SettleAsync()
    {
        const int Rounds = 6; // more hops than any exchange here has without the clock moving
        for (int i = 0; i < Rounds; i++)
        {
            await Alice.DrainAsync();
            await Bob.DrainAsync();
        }
    }

    /// <summary>Moves the clock from timer to timer, letting the loops settle at each.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        await SettleAsync();
        var end = Clock.GetUtcNow() + duration;
        while (Clock.GetUtcNow() is var now && now < end)
        {
            var step = Clock.UntilNext() ?? end - now;
            Clock.Advance(step < end - now ? step : end - now);
            await SettleAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Alice.DisposeAsync();
        await Bob.DisposeAsync();
    }

    private SipStack Create(IPEndPoint address, ScriptedUser user, int seed, SipTransportKind kind, Func<SipStackOptions, SipStackOptions>? configure)
    {
        var options = new SipStackOptions
        {
            Listeners = [new SipListener { Bind = address, Kind = kind, Transport = Network.CreateTransport(address, kind) }],
            TimeProvider = Clock,
            Tokens = new SeededTokens(seed),
        };
        var stack = new SipStack(configure?.Invoke(options) ?? options, user);
        stack.Start();
        return stack;
    }
}
