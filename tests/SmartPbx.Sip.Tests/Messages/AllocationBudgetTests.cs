using System.Text;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Sip.Tests.Messages;

/// <summary>What an INVITE of a trunk may cost the heap: nothing until somebody keeps it, then little more than its own bytes.</summary>
public sealed class AllocationBudgetTests
{
    /// <summary>A copy of the 1,000 bytes, one index entry for each of 16 headers, the Request-URI.</summary>
    private const int MaterialisedBytes = 1_950;

    /// <summary>Via, From, To, Contact, Record-Route, Call-ID and CSeq as objects and strings.</summary>
    private const int TypedHeadersBytes = 1_470;

    /// <summary>Response and header entries beside the bytes that are sent.</summary>
    private const int ResponseBytes = 820;

    /// <summary>What writing needs beside the bytes that are sent.</summary>
    private const int WritingBytes = 32;

    private static readonly byte[] _invite = Encoding.ASCII.GetBytes(
        "INVITE sip:+82215881000@pbx.example.com:5060;user=phone SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 198.51.100.10:5060;branch=z9hG4bK7d3f.4c9a1b2e;rport\r\n"
        + "Via: SIP/2.0/UDP 198.51.100.20:5060;received=198.51.100.20;branch=z9hG4bK-524287-1---a1b2c3d4e5f6\r\n"
        + "Record-Route: <sip:198.51.100.10;lr;ftag=9fxced76sl>\r\nMax-Forwards: 69\r\n"
        + "From: \"Kim Minsu\" <sip:+821012345678@carrier.example.net;user=phone>;tag=9fxced76sl\r\n"
        + "To: <sip:+82215881000@pbx.example.com;user=phone>\r\nCall-ID: 3848276298220188511@198.51.100.20\r\nCSeq: 1 INVITE\r\n"
        + "Contact: <sip:+821012345678@198.51.100.20:5060;transport=udp>\r\nAllow: INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, PRACK, INFO, REFER, NOTIFY\r\n"
        + "Supported: 100rel, timer, replaces\r\nP-Asserted-Identity: <sip:+821012345678@carrier.example.net>\r\nUser-Agent: Carrier SBC 12.4\r\n"
        + "Content-Type: application/sdp\r\nContent-Length: 200\r\n\r\n" + new string('v', 200));

    private readonly SipMessageView _view = new(SipLimits.Default);

    [Fact]
    public void Parsing_checking_and_matching_allocate_nothing() => Assert.Equal(0, Work.AllocatedBytes(() =>
    {
        Read();
        var key = new TransactionKey(stackalloc char[TransactionKey.MaxLength]);
        key.ForRequest(_view, _view.Method);
        key.ForMerge(_view);
    }));

    [Fact]
    public void A_kept_INVITE_costs_its_bytes_and_an_index()
    {
        Read();

        Assert.InRange(Work.AllocatedBytes(() => _view.ToRequest()), _invite.Length, MaterialisedBytes);
    }

    [Fact]
    public void Reading_the_routing_headers_costs_no_strings_that_every_message_has()
    {
        Read();

        Assert.InRange(Work.AllocatedBytes(() => ReadHeaders(_view.ToRequest())), _invite.Length, MaterialisedBytes + TypedHeadersBytes);
    }

    [Fact]
    public void Writing_a_response_costs_the_response_and_its_bytes()
    {
        Read();
        var request = _view.ToRequest();
        ReadHeaders(request);
        request.TopVia = request.TopVia! with { Parameters = request.TopVia.Parameters.With("received", "198.51.100.10") };
        int written = Ringing(request).ToBytes().Length;

        Assert.InRange(Work.AllocatedBytes(() => Ringing(request).ToBytes()), written, written + ResponseBytes);
    }

    [Fact]
    public void Writing_costs_the_bytes_that_are_sent()
    {
        Read();
        var response = Ringing(_view.ToRequest());
        int written = response.ToBytes().Length;

        Assert.InRange(Work.AllocatedBytes(() => response.ToBytes()), written, written + WritingBytes);
    }

    private static SipResponse Ringing(SipRequest request)
    {
        var response = SipResponse.For(request, SipStatus.Ringing);
        response.To = response.To.WithTag("a1b2c3");
        return response;
    }

    private static void ReadHeaders(SipRequest request) =>
        _ = (request.TopVia, request.From, request.To, request.CallId, request.CSeq, request.Contact, request.RecordRoutes);

    private void Read() => Assert.True(_view.TryParse(_invite, out _) && _view.TryValidate(out _));
}
