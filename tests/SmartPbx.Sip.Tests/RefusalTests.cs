using System.Text;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Tests.Rfc4475;

namespace SmartPbx.Sip.Tests;

/// <summary>What the stack answers or drops without asking its user.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Over_the_limit_new_requests_are_refused_and_known_ones_live_on()
    {
        await using var pair = new TwoStacks(configure: options => options with { Limits = new SipLimits { MaxTransactions = 1 } });
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options("z9hG4bKother", "other"));
        await pair.SettleAsync();
        pair.BobUser.Requests.Single().Respond(200);
        await pair.SettleAsync();

        Assert.Equal(["503", "200"], pair.Network.LinesFrom(TwoStacks.BobAddress));
        Assert.Contains("Retry-After: ", pair.Network.Sent.Single(message => message.Kind == "503").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_the_limit_a_running_call_can_still_be_ended()
    {
        await using var pair = new TwoStacks(configure: options => options with { Limits = new SipLimits { MaxTransactions = 2 } });
        pair.BobAnswers();
        pair.AliceAcknowledges();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        pair.Alice.Send(pair.Request(SipMethod.Options, 5), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        var invite = pair.AliceUser.Responses.Last(response => response.CSeq.Method == SipMethod.Invite);
        pair.Alice.Send(Dialog.FromUac(pair.Request(SipMethod.Invite), invite)!.CreateRequest(SipMethod.Bye), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();

        Assert.Equal((SipMethod.Bye, 200), (pair.AliceUser.Responses.Last().CSeq.Method, pair.AliceUser.Responses.Last().Status));
    }

    [Fact]
    public async Task Datagrams_beyond_the_queue_limit_are_dropped()
    {
        await using var pair = new TwoStacks(configure: options => options with { Limits = new SipLimits { MaxQueuedEvents = 2 } });
        using var isBusy = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        pair.BobUser.WhenRequested = _ =>
        {
            isBusy.Set();
            mayGoOn.Wait(TimeSpan.FromSeconds(5));
        };
        var first = Task.Run(() => pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options("z9hG4bK0", "0")));
        Assert.True(isBusy.Wait(TimeSpan.FromSeconds(5)));
        for (int i = 1; i < 6; i++)
            pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options($"z9hG4bK{i}", $"{i}"));
        mayGoOn.Set();
        await first;
        await pair.SettleAsync();

        Assert.Equal(3, pair.BobUser.Requests.Count); // the one that holds the loop, and two that wait
    }

    [Fact]
    public async Task A_request_that_came_by_two_ways_is_answered_482()
    {
        await using var pair = new TwoStacks();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options("z9hG4bKone", "same"));
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options("z9hG4bKtwo", "same"));
        await pair.SettleAsync();

        Assert.Single(pair.BobUser.Requests);
        Assert.Equal(["482"], pair.Network.LinesFrom(TwoStacks.BobAddress));
    }

    [Theory]
    [InlineData("badinv01", "400")]
    [InlineData("clerr", "400")]
    [InlineData("insuf", "400")]
    [InlineData("badvers", "505")]
    [InlineData("multi01", "400")]
    public async Task Answers_a_malformed_request_and_counts_it(string name, string status)
    {
        await using var pair = new TwoStacks();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, Encoding.UTF8.GetString(TortureTests.Read(name)));
        await pair.SettleAsync();

        Assert.Equal([status], pair.Network.LinesFrom(TwoStacks.BobAddress));
        Assert.Equal(TwoStacks.AliceAddress.Address, pair.Network.Sent.Single().Destination.Address);
        Assert.Single(pair.BobUser.Malformed);
        Assert.Empty(pair.BobUser.Requests);
    }

    [Theory]
    [InlineData("bigcode")]
    [InlineData("scalarlg")]
    [InlineData("bcast")]
    public async Task Drops_responses_that_are_malformed_or_not_ours(string name)
    {
        await using var pair = new TwoStacks();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, Encoding.UTF8.GetString(TortureTests.Read(name)));
        await pair.SettleAsync();

        Assert.Empty(pair.Network.Sent);
        Assert.Empty(pair.BobUser.Responses);
    }

    [Fact]
    public async Task Keep_alives_are_neither_answered_nor_counted()
    {
        await using var pair = new TwoStacks();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, "\r\n\r\n");
        await pair.SettleAsync();

        Assert.Empty(pair.Network.Sent);
        Assert.Empty(pair.BobUser.Malformed);
    }

    [Fact]
    public async Task Identifiers_too_long_for_a_transaction_key_are_refused()
    {
        await using var pair = new TwoStacks();
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, TwoStacks.Options("z9hG4bK" + new string('x', 3_000), "long"));
        await pair.SettleAsync();

        Assert.Single(pair.BobUser.Malformed);
        Assert.Empty(pair.BobUser.Requests);
    }
}
