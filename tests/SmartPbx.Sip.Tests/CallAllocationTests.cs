using System.Net;
using System.Text;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests;

/// <summary>What one call of a phone costs the heap, from its INVITE to the answer of its BYE: everything runs on the thread that delivers.</summary>
public sealed class CallAllocationTests
{
    /// <summary>Three requests and four answers as they are on the wire are some 4,000 of them.</summary>
    private const int CallBytes = 17_000;

    private const int WarmCalls = 3;

    private const string Description =
        "v=0\r\no=phone 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8 101\r\n"
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

    private static readonly IPEndPoint _own = new(IPAddress.Parse("192.0.2.1"), 5060);
    private static readonly SipFlow _phone = SipFlow.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5060));

    [Fact]
    public async Task A_whole_call_keeps_its_budget()
    {
        var wire = new Wire();
        var user = new Answering();
        await using var stack = new SipStack(new SipStackOptions { Listeners = [new SipListener { Bind = _own, Transport = wire }], TimeProvider = new ManualTimeProvider() }, user);
        stack.Start();
        user.Stack = stack;
        byte[][][] calls = [.. Enumerable.Range(1, WarmCalls + 1).Select(number => new[] { Request("INVITE", 1, number), Request("ACK", 1, number), Request("BYE", 2, number) })];
        foreach (byte[][] call in calls[..WarmCalls])
            Play(call);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Play(calls[WarmCalls]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(WarmCalls + 1, user.EndedCalls);
        Assert.InRange(allocated, 1, CallBytes);

        void Play(byte[][] call)
        {
            foreach (byte[] request in call)
                wire.Sink!.Deliver(request, _phone);
        }
    }

    private static byte[] Request(string method, int number, int call)
    {
        bool isFirst = method == "INVITE";
        string body = isFirst ? Description : "";
        return Encoding.ASCII.GetBytes(
            $"{method} sip:200@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK{method}{call};rport\r\nMax-Forwards: 70\r\n"
            + $"From: \"Kim\" <sip:100@pbx.example.com>;tag=phone{call}\r\nTo: <sip:200@pbx.example.com>{(isFirst ? "" : $";tag={Answering.Tag}")}\r\n"
            + $"Call-ID: call-{call}@192.0.2.9\r\nCSeq: {number} {method}\r\nContact: <sip:100@192.0.2.9:5060;transport=udp>\r\n"
            + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE\r\nSupported: timer, replaces\r\nUser-Agent: Phone 12.4\r\n"
            + $"Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Rings, answers with a description, and takes the BYE, as a callee does.</summary>
    private sealed class Answering : ISipUser
    {
        public const string Tag = "ours";

        private static readonly SdpAudioSettings _settings = new()
        {
            Address = _own.Address, RtpPort = 40_000, Codecs = [SdpCodec.Pcma, SdpCodec.TelephoneEvent()], SessionId = 1,
        };

        private Dialog? _dialog;

        public SipStack? Stack { get; set; }

        public int EndedCalls { get; private set; }

        public void OnRequest(ServerTransaction transaction)
        {
            if (transaction.Request.Method == SipMethod.Invite)
                Answer(transaction);
            else if (_dialog!.Matches(transaction.Request) && _dialog.TryAccept(transaction.Request))
                transaction.Respond(SipStatus.Ok);
            EndedCalls += transaction.Request.Method == SipMethod.Bye ? 1 : 0;
        }

        public void OnAck(SipRequest ack, SipFlow flow) => Assert.True(_dialog!.Matches(ack));

        public void OnCancel(ServerTransaction invite) => Assert.Fail("nobody cancels");

        public void OnAckTimeout(ServerTransaction invite) => Assert.Fail("the ACK came");

        public void OnTransportError(ServerTransaction transaction) => Assert.Fail("the wire holds");

        public void OnMalformed(SipFlow source, SipParseError error) => Assert.Fail($"{error}");

        public void OnFault(Exception exception) => Assert.Fail($"{exception}");

        private void Answer(ServerTransaction invite)
        {
            Assert.True(SdpBody.TryRead(invite.Request, out var offer, out _));
            Assert.True(SdpNegotiation.TryAnswer(offer!, _settings, out var answer, out _));
            var ringing = Create(invite, SipStatus.Ringing);
            _dialog = Dialog.FromUas(invite.Request, ringing);
            invite.Respond(ringing);
            var success = Create(invite, SipStatus.Ok);
            success.SetBody(SdpSession.ContentType, answer.ToBytes());
            _dialog.Confirm(success);
            invite.Respond(success);
        }

        private SipResponse Create(ServerTransaction invite, int status)
        {
            var response = invite.CreateResponse(status);
            response.To = invite.Request.To.WithTag(Tag);
            response.Contact = Stack!.Contact("200", invite.Flow);
            response.Headers.Set("Allow", "INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE");
            return response;
        }
    }

    /// <summary>Takes whatever is sent.</summary>
    private sealed class Wire : ISipTransport
    {
        public ISipTransportSink? Sink { get; private set; }

        public SipTransportKind Kind => SipTransportKind.Udp;

        public IPEndPoint LocalEndPoint => _own;

        public int ConnectionCount => 0;

        public void Start(ISipTransportSink sink) => Sink = sink;

        public bool TrySend(ReadOnlyMemory<byte> message, SipFlow flow, out SipFlow taken)
        {
            taken = flow;
            return true;
        }

        public bool IsAlive(SipFlow flow) => true;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
