using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Transactions;

/// <summary>RFC 3261 §9, and the races around it.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task A_cancelled_call_ends_with_487()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(180);
        pair.BobUser.WhenCancelled = invite => invite.Respond(487);
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        call.Cancel();
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal([100, 180, 487], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Equal(["INVITE", "CANCEL", "ACK"], pair.Network.LinesFrom(TwoStacks.AliceAddress));
        Assert.Equal(["cancel"], pair.BobUser.Events);
        Assert.Equal((0, 0), (pair.Alice.TransactionCount, pair.Bob.TransactionCount));
    }

    [Fact]
    public async Task A_cancel_waits_for_a_provisional_answer()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenCancelled = invite => invite.Respond(487);
        bool isDown = true;
        pair.Network.IsLost = _ => isDown;
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        call.Cancel();
        await pair.SettleAsync();
        Assert.DoesNotContain("CANCEL", pair.Network.LinesFrom(TwoStacks.AliceAddress));

        isDown = false;
        await pair.RunAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(["INVITE", "INVITE", "CANCEL", "ACK"], pair.Network.LinesFrom(TwoStacks.AliceAddress));
        Assert.Equal(487, pair.AliceUser.Responses.Last().Status);
    }

    [Fact]
    public async Task A_2xx_that_crosses_the_cancel_is_delivered()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(180);
        pair.AliceAcknowledges();
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        pair.Network.IsLost = message => message.Kind == "CANCEL";
        call.Cancel();
        await pair.SettleAsync();
        pair.BobUser.Requests.Single().Respond(200);
        await pair.SettleAsync();

        Assert.Equal([100, 180, 200], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Single(pair.BobUser.Acks);
    }

    [Fact]
    public async Task A_cancelled_call_that_is_never_answered_times_out()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(180);
        var call = pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        call.Cancel();
        await pair.RunAsync(TimeSpan.FromSeconds(33));

        Assert.Equal(["timeout"], pair.AliceUser.Events);
        Assert.Equal(0, pair.Alice.TransactionCount);
    }

    [Fact]
    public async Task A_cancel_of_an_unknown_invite_is_left_to_the_user()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(481);
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress,
            TwoStacks.Options("z9hG4bKnone", "none").Replace("OPTIONS", "CANCEL", StringComparison.Ordinal));
        await pair.SettleAsync();

        Assert.Equal(["481"], pair.Network.LinesFrom(TwoStacks.BobAddress));
        Assert.Empty(pair.BobUser.Events);
    }

    [Fact]
    public async Task A_cancel_after_the_final_answer_is_answered_and_changes_nothing()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.AliceAcknowledges();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        string invite = pair.Network.Sent.First(message => message.Kind == "INVITE").Text;
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, invite.Replace("INVITE", "CANCEL", StringComparison.Ordinal));
        await pair.SettleAsync();

        Assert.Equal("200", pair.Network.LinesFrom(TwoStacks.BobAddress)[^1]);
        Assert.DoesNotContain("cancel", pair.BobUser.Events);
    }
}
