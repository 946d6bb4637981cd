using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>What is sent again, how often and until when (RFC 3261 §17), on a manual clock.</summary>
public sealed class RetransmissionTests
{
    [Fact]
    public async Task Retransmits_an_invite_with_doubling_interval_until_timer_b()
    {
        await using var pair = new TwoStacks();
        pair.Network.IsLost = _ => true;
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(7, pair.Network.Sent.Count); // at 0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5 s (§17.1.1.2)
        Assert.Equal(["timeout"], pair.AliceUser.Events);
        Assert.Equal(0, pair.Alice.TransactionCount);
    }

    [Fact]
    public async Task Retransmits_other_requests_until_timer_f()
    {
        await using var pair = new TwoStacks();
        pair.Network.IsLost = _ => true;
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(11, pair.Network.Sent.Count); // "500 ms, 1 s, 2 s, 4 s, 4 s, 4 s, ..." and 11 packets (§17.1.2.1)
        Assert.Equal(["timeout"], pair.AliceUser.Events);
    }

    [Fact]
    public async Task Repeats_the_2xx_until_its_ack()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.AliceAcknowledges();
        int acks = 0;
        pair.Network.IsLost = message => message.Kind == "ACK" && ++acks <= 3;
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(4, pair.Network.LinesFrom(TwoStacks.BobAddress).Count(line => line == "200"));
        Assert.Single(pair.BobUser.Acks);
        Assert.DoesNotContain("ack timeout", pair.BobUser.Events);
    }

    [Fact]
    public async Task Reports_a_2xx_that_is_never_acknowledged()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(["ack timeout"], pair.BobUser.Events);
        Assert.Equal(11, pair.Network.LinesFrom(TwoStacks.BobAddress).Count(line => line == "200"));
        Assert.Equal(0, pair.Bob.TransactionCount);
    }

    [Fact]
    public async Task Retransmits_final_response_until_ack()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(486);
        int acks = 0;
        pair.Network.IsLost = message => message.Kind == "ACK" && ++acks <= 2;
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(3, pair.Network.LinesFrom(TwoStacks.BobAddress).Count(line => line == "486"));
        Assert.Equal([100, 486], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Empty(pair.BobUser.Acks);
        Assert.Equal((0, 0), (pair.Alice.TransactionCount, pair.Bob.TransactionCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_call_survives_the_loss_of_a_third_of_all_packets(int seed)
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.AliceAcknowledges();
        var dice = new SeededTokens(seed);
        pair.Network.IsLost = _ => Convert.ToInt32(dice.Hex(1), 16) % 3 == 0;
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(200, pair.AliceUser.Responses.Last().Status);
        Assert.Single(pair.BobUser.Acks);
        Assert.Single(pair.BobUser.Requests);
    }

    [Fact]
    public async Task Answers_a_repeated_request_without_asking_the_user_again()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(200);
        bool isFirst = true;
        pair.Network.IsLost = message => message.Kind == "200" && isFirst && !(isFirst = false);
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Single(pair.BobUser.Requests);
        Assert.Equal([200], pair.AliceUser.Responses.Select(response => response.Status));
    }

    [Fact]
    public async Task Nothing_is_retransmitted_over_a_reliable_transport()
    {
        await using var pair = new TwoStacks(SipTransportKind.Tcp);
        pair.BobUser.WhenRequested = transaction => transaction.Respond(404);
        pair.Network.IsLost = message => message.Kind == "404";
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(2, pair.Network.Sent.Count);
        Assert.Contains("Via: SIP/2.0/TCP ", pair.Network.Sent[0].Text, StringComparison.Ordinal);
        Assert.Equal(["timeout"], pair.AliceUser.Events);
    }
}
