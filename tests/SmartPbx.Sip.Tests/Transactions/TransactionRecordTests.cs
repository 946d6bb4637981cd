using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;
using static SmartPbx.Sip.Transactions.TransactionActions;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>Records that wait out their time are small, and still know all that their machine asks for.</summary>
public sealed class TransactionRecordTests
{
    private static readonly SipFlow Flow = SipFlow.Udp(TwoStacks.AliceAddress);

    [Theory]
    [InlineData("INVITE", TransactionState.Completed)]
    [InlineData("BYE", TransactionState.Completed)]
    public void A_client_with_its_final_answer_lets_go_of_its_user(string method, TransactionState state)
    {
        var record = Settled(Client(method), state);

        Assert.Null(record.Client);
        AssertNothingNeeds(record, PassResponse | InformTimeout | InformTransportError | SendRequest);
    }

    [Theory]
    [InlineData("INVITE", TransactionState.Calling)]
    [InlineData("INVITE", TransactionState.Proceeding)]
    [InlineData("INVITE", TransactionState.Accepted)]
    [InlineData("BYE", TransactionState.Proceeding)]
    public void A_client_whose_user_may_hear_more_keeps_it(string method, TransactionState state) => Assert.NotNull(Settled(Client(method), state).Client);

    [Fact]
    public void An_accepted_invite_forgets_the_message_that_it_will_not_send_again()
    {
        var record = Settled(Client("INVITE"), TransactionState.Accepted);

        Assert.Null(record.Message);
        AssertNothingNeeds(record, SendRequest | SendAck);
    }

    [Theory]
    [InlineData(TransactionState.Confirmed)]
    [InlineData(TransactionState.Acknowledged)]
    public void An_acknowledged_invite_of_a_peer_is_only_recognised(TransactionState state)
    {
        var record = Settled(Server("INVITE"), state);

        Assert.Null(record.Server);
        Assert.Null(record.Message);
        AssertNothingNeeds(record, PassAck | PassRequest | SendResponse | InformTimeout | InformTransportError);
    }

    [Fact]
    public void An_answered_request_of_a_peer_keeps_its_answer_alone()
    {
        var record = Settled(Server("BYE"), TransactionState.Completed);

        Assert.Null(record.Server);
        Assert.NotNull(record.Message);
        AssertNothingNeeds(record, PassRequest | PassAck | InformTimeout); // a repeat that cannot be sent is nobody's business any more
    }

    [Theory]
    [InlineData(TransactionState.Proceeding)]
    [InlineData(TransactionState.Completed)]
    [InlineData(TransactionState.Accepted)]
    public void An_invite_of_a_peer_that_waits_for_its_ack_keeps_its_user(TransactionState state) => Assert.NotNull(Settled(Server("INVITE"), state).Server);

    private static void AssertNothingNeeds(TransactionRecord record, TransactionActions actions) =>
        Assert.All(Enum.GetValues<TransactionInput>().Where(input => input != TransactionInput.TransportError), input => Assert.False(record.Next(input).Actions.Has(actions)));

    private static TransactionRecord Settled(TransactionRecord record, TransactionState state)
    {
        record.State = state;
        record.Message = [1];
        record.Settle();
        return record;
    }

    private static TransactionRecord Client(string method)
    {
        var request = Request(method);
        return new ClientTransaction(request, new RequestWay(Flow, [1]), IgnoredOutcome.Instance, _ => { }).Record;
    }

    private static TransactionRecord Server(string method) => new ServerTransaction("key", Request(method), Flow, "tag", (_, _) => { }).Record;

    private static SipRequest Request(string method) =>
        new(method == "INVITE" ? SipMethod.Invite : SipMethod.Bye, SipUri.Parse("sip:bob@192.0.2.2")) { TopVia = new Via("UDP", "192.0.2.1", null) { Parameters = new SipParameters(new SipParameter("branch", "z9hG4bK1")) } };
}
