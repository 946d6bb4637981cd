using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>2xx answers that nobody waits for (RFC 3261 §9.1, §13.2.2.4), while the INVITE lives and after it has settled.</summary>
public sealed class LateAnswerTests
{
    [Fact]
    public async Task A_2xx_that_comes_after_letting_go_is_acknowledged_and_hung_up_once()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(transaction.Request.Method == SipMethod.Invite ? 180 : 200);
        int acks = 0;
        pair.Network.IsLost = message => message.Kind == "CANCEL" || (message.Kind == "ACK" && ++acks <= 2); // the 2xx is repeated
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        call.Cancel();
        call.LetGo(new LateAnswers(pair.ToBob) { Reason = "SIP;cause=487", LastNumber = 4 });
        await pair.SettleAsync();
        pair.BobUser.Requests.Single().Respond(Answer(pair, "b1"));
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal([100, 180], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Equal(3, pair.Network.LinesFrom(TwoStacks.AliceAddress).Count(line => line == "ACK"));
        var bye = Assert.Single(pair.Network.Sent, message => message.Kind == "BYE").Text;
        Assert.Contains("CSeq: 5 BYE\r\n", bye, StringComparison.Ordinal); // behind what the early dialogs have used
        Assert.Contains("Reason: SIP;cause=487\r\n", bye, StringComparison.Ordinal);
        Assert.Contains("BYE sip:bob@192.0.2.2", bye, StringComparison.Ordinal);
        Assert.Empty(pair.AliceUser.Events);
        Assert.Equal((0, 0), (pair.Alice.TransactionCount, pair.Bob.TransactionCount));
    }

    [Fact]
    public async Task After_a_call_its_own_2xx_gets_its_ack_alone_and_that_of_another_phone_is_hung_up()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.AliceAcknowledges();
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        var late = new LateAnswers(pair.ToBob);
        late.Know(pair.AliceUser.Responses.Last().To.Tag!);
        call.LetGo(late);
        await pair.SettleAsync();
        string own = pair.Network.Sent.Last(message => message.Kind == "200").Text;
        string other = own.Replace(pair.AliceUser.Responses.Last().To.Tag!, "another", StringComparison.Ordinal);
        foreach (string answer in (string[])[own, other, other, own])
        {
            pair.Network.Inject(TwoStacks.BobAddress, TwoStacks.AliceAddress, answer);
            await pair.SettleAsync();
        }

        Assert.Equal(5, pair.Network.LinesFrom(TwoStacks.AliceAddress).Count(line => line == "ACK"));
        Assert.Contains(";tag=another", Assert.Single(pair.Network.Sent, message => message.Kind == "BYE").Text, StringComparison.Ordinal);
        Assert.Equal([100, 180, 200], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Empty(pair.AliceUser.Faults);

        await pair.RunAsync(TwoStacks.LongEnough);
        pair.Network.Inject(TwoStacks.BobAddress, TwoStacks.AliceAddress, other);
        await pair.SettleAsync();
        Assert.Equal(0, pair.Alice.TransactionCount);
        Assert.Equal(5, pair.Network.LinesFrom(TwoStacks.AliceAddress).Count(line => line == "ACK")); // 64*T1 later it is nobody's
    }

    [Fact]
    public async Task Letting_go_of_what_is_over_does_nothing()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(486);
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        call.LetGo(new LateAnswers(pair.ToBob));
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(["INVITE", "ACK"], pair.Network.LinesFrom(TwoStacks.AliceAddress));
        Assert.Equal(0, pair.Alice.TransactionCount);
        Assert.Empty(pair.AliceUser.Faults);
    }

    private static SipResponse Answer(TwoStacks pair, string tag)
    {
        var response = pair.BobUser.Requests.First().CreateResponse(200);
        response.To = pair.BobUser.Requests.First().Request.To.WithTag(tag);
        response.Contact = pair.Bob.Contact("bob");
        return response;
    }
}
