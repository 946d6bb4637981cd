using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Resolution;

/// <summary>RFC 3263 §4.3 on a memory network: Bob is the second candidate, nobody is at the first.</summary>
public sealed class FailoverTests : IAsyncDisposable
{
    private static readonly SipFlow Nobody = SipFlow.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.7"), 5060));
    private readonly TwoStacks _pair = new();

    [Fact]
    public async Task Silence_moves_the_request_to_the_next_with_a_new_branch()
    {
        _pair.BobAnswers();

        Sender().Send([Nobody, _pair.ToBob], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(200, _pair.AliceUser.Responses.Single().Status);
        var sent = _pair.Network.Sent.Where(message => message.Source.Equals(TwoStacks.AliceAddress)).ToList();
        Assert.Equal(2, sent.Select(message => Header(message, "Via")).Distinct().Count());
        Assert.Single(sent.Select(message => Header(message, "Call-ID") + Header(message, "CSeq")).Distinct());
    }

    [Fact]
    public async Task A_503_moves_it_at_once_and_any_other_answer_is_the_outcome()
    {
        _pair.BobUser.WhenRequested = transaction => transaction.Respond(486);

        Sender().Send([Nobody, _pair.ToBob, Nobody], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.SettleAsync();
        Inject(503);
        await _pair.SettleAsync();

        Assert.Equal([486], _pair.AliceUser.Responses.Select(response => response.Status));
    }

    [Fact]
    public async Task A_503_of_the_last_is_the_outcome()
    {
        _pair.BobUser.WhenRequested = transaction => transaction.Respond(503);

        Sender().Send([_pair.ToBob], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.SettleAsync();

        Assert.Equal([503], _pair.AliceUser.Responses.Select(response => response.Status));
    }

    [Fact]
    public async Task A_transport_error_moves_it_at_once_and_is_told_after_the_last()
    {
        _pair.BobAnswers();
        var unserved = new SipFlow(SipTransportKind.Tls, TwoStacks.BobAddress);

        Sender().Send([unserved, _pair.ToBob], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.SettleAsync();
        Assert.Equal(200, _pair.AliceUser.Responses.Single().Status);

        Sender().Send([unserved, unserved], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.SettleAsync();
        Assert.Equal(["transport error"], _pair.AliceUser.Events);
    }

    [Fact]
    public async Task The_last_candidate_has_all_the_time_of_its_transaction()
    {
        Sender().Send([Nobody], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(31));
        Assert.Empty(_pair.AliceUser.Events);

        await _pair.RunAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(["timeout"], _pair.AliceUser.Events);
    }

    [Fact]
    public async Task A_dead_candidate_is_tried_last_until_its_time_is_over()
    {
        _pair.BobAnswers();
        var sender = Sender();
        sender.Send([Nobody, _pair.ToBob], Create(SipMethod.Options), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(5));
        int before = ToNobody();

        sender.Send([Nobody, _pair.ToBob], Create(SipMethod.Options, "again"), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(_pair.Network.Sent, message => message.Destination.Equals(Nobody.Remote) && message.Text.Contains("again", StringComparison.Ordinal));

        await _pair.RunAsync(TimeSpan.FromSeconds(60));
        sender.Send([Nobody, _pair.ToBob], Create(SipMethod.Options, "later"), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(5));
        Assert.True(ToNobody() > before);
        Assert.Equal(3, _pair.AliceUser.Responses.Count);
    }

    [Fact]
    public async Task An_answer_of_one_that_was_given_up_is_hung_up()
    {
        _pair.BobAnswers();
        _pair.AliceAcknowledges();
        bool isLost = true;
        _pair.Network.IsLost = message => isLost && message.Destination.Equals(TwoStacks.AliceAddress);

        Sender().Send([_pair.ToBob, Nobody], Create(SipMethod.Invite), _pair.AliceUser);
        await _pair.RunAsync(TimeSpan.FromSeconds(5));
        isLost = false;
        await _pair.RunAsync(TimeSpan.FromSeconds(10));

        Assert.Contains("BYE", _pair.Network.LinesFrom(TwoStacks.AliceAddress));
        Assert.Empty(_pair.AliceUser.Responses);
    }

    [Fact]
    public async Task Nothing_further_is_tried_after_cancel()
    {
        var sent = Sender().Send([Nobody, _pair.ToBob], Create(SipMethod.Invite), _pair.AliceUser);

        sent.Cancel();
        await _pair.RunAsync(TwoStacks.LongEnough);

        Assert.Empty(_pair.BobUser.Requests);
        Assert.Equal(["timeout"], _pair.AliceUser.Events);
    }

    public async ValueTask DisposeAsync() => await _pair.DisposeAsync();

    private FailoverSender Sender() => new(_pair.Alice, new FailoverOptions { TimeProvider = _pair.Clock });

    private Func<SipFlow, SipRequest> Create(SipMethod method, string callId = "call-1") => flow =>
    {
        var request = _pair.Request(method);
        request.CallId = callId;
        request.Contact = _pair.Alice.Contact("alice", flow);
        return request;
    };

    // An answer to what was sent last, as if it came from where that went.
    private void Inject(int status)
    {
        var sent = _pair.Network.Sent[^1];
        var view = new SipMessageView(SipLimits.Default);
        Assert.True(view.TryParse(System.Text.Encoding.UTF8.GetBytes(sent.Text), out _));
        _pair.Network.Inject(sent.Destination, sent.Source, System.Text.Encoding.UTF8.GetString(SipResponse.For(view.ToRequest(), status).ToBytes()));
    }

    private int ToNobody() => _pair.Network.Sent.Count(message => message.Destination.Equals(Nobody.Remote));

    private static string Header(SentMessage message, string name) => message.Text.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
