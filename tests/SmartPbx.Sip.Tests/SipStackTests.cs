using System.Collections.Concurrent;
using System.Net;
using System.Text;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Tests.Rfc4475;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests;

/// <summary>Calls between two stacks on a memory network with a manual clock.</summary>
public sealed class SipStackTests
{
    [Fact]
    public async Task A_call_is_made_answered_and_ended()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.AliceAcknowledges();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();

        Assert.Equal([100, 180, 200], pair.AliceUser.Responses.Select(response => response.Status));
        Assert.Single(pair.BobUser.Acks);
        var success = pair.AliceUser.Responses.Last();
        var dialog = Dialog.FromUac(pair.Request(SipMethod.Invite), success)!;
        pair.Alice.Send(dialog.CreateRequest(SipMethod.Bye), pair.ToBob, pair.AliceUser);
        await pair.RunAsync(TwoStacks.LongEnough);

        Assert.Equal(SipMethod.Bye, pair.BobUser.Requests.Last().Request.Method);
        Assert.Equal(["INVITE", "ACK", "BYE"], pair.Network.LinesFrom(TwoStacks.AliceAddress));
        Assert.Equal(["100", "180", "200", "200"], pair.Network.LinesFrom(TwoStacks.BobAddress));
        Assert.Equal((0, 0), (pair.Alice.TransactionCount, pair.Bob.TransactionCount));
        Assert.Empty(pair.AliceUser.Faults.Concat(pair.BobUser.Faults));
    }

    [Fact]
    public async Task All_answers_of_one_transaction_have_the_same_to_tag_and_100_has_none()
    {
        await using var pair = new TwoStacks();
        pair.BobAnswers();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();

        var responses = pair.AliceUser.Responses.ToArray();
        Assert.Null(responses[0].To.Tag);
        Assert.NotNull(responses[1].To.Tag);
        Assert.Equal(responses[1].To.Tag, responses[2].To.Tag);
    }

    [Fact]
    public async Task Each_fork_that_answers_2xx_is_delivered()
    {
        await using var pair = new TwoStacks();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        var invite = pair.BobUser.Requests.Single();
        foreach (string tag in (string[])["f1", "f2"])
        {
            var response = SipResponse.For(invite.Request, 200);
            response.To = response.To.WithTag(tag);
            pair.Network.Inject(TwoStacks.BobAddress, TwoStacks.AliceAddress, Encoding.UTF8.GetString(response.ToBytes()));
        }
        await pair.SettleAsync();

        Assert.Equal(["f1", "f2"], pair.AliceUser.Responses.Where(response => response.IsSuccess).Select(response => response.To.Tag));
    }

    [Fact]
    public async Task A_failing_transport_is_reported()
    {
        await using var pair = new TwoStacks();
        pair.Network.Broken = TwoStacks.AliceAddress;
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();

        Assert.Equal(["transport error"], pair.AliceUser.Events);
        Assert.Equal(0, pair.Alice.TransactionCount);
    }

    [Fact]
    public async Task A_trace_sees_every_message_both_ways()
    {
        var trace = new RecordingTrace();
        await using var pair = new TwoStacks(configure: options =>
            options.Listeners[0].Bind.Equals(TwoStacks.AliceAddress) ? options with { Trace = trace } : options);
        pair.BobAnswers();
        pair.AliceAcknowledges();
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();

        Assert.Equal(["> INVITE", "< 100", "< 180", "< 200", "> ACK"], trace.Lines);
    }

    [Fact]
    public async Task Without_a_unique_branch_the_rules_of_rfc_2543_find_the_transaction()
    {
        await using var pair = new TwoStacks();
        string request = Encoding.UTF8.GetString(TortureTests.Read("badbranch"));
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, request);
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, request);
        pair.Network.Inject(TwoStacks.AliceAddress, TwoStacks.BobAddress, request.Replace("badbranch.", "other.", StringComparison.Ordinal));
        await pair.SettleAsync();

        Assert.Equal(2, pair.BobUser.Requests.Count);
    }

    [Fact]
    public async Task A_callback_that_throws_is_reported_and_stops_nothing()
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = _ => throw new InvalidOperationException("bug");
        pair.Alice.Send(pair.Request(SipMethod.Options), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        pair.BobUser.Requests.Single().Respond(200);
        await pair.SettleAsync();

        Assert.Single(pair.BobUser.Faults);
        Assert.Equal(200, pair.AliceUser.Responses.Single().Status);
    }

    [Fact]
    public async Task Trying_can_wait_for_the_user()
    {
        await using var pair = new TwoStacks(configure: options => options with { TryingDelay = TimeSpan.FromMilliseconds(200) });
        pair.Alice.Send(pair.Request(SipMethod.Invite), pair.ToBob, pair.AliceUser);
        await pair.SettleAsync();
        Assert.Empty(pair.AliceUser.Responses);

        await pair.RunAsync(TimeSpan.FromMilliseconds(200));

        Assert.Equal([100], pair.AliceUser.Responses.Select(response => response.Status));
    }

    [Theory]
    [InlineData("rport", 7_777)]
    [InlineData("x", 5_090)]
    public async Task Answers_go_to_the_source_port_only_with_rport(string parameter, int expectedPort)
    {
        await using var pair = new TwoStacks();
        pair.BobUser.WhenRequested = transaction => transaction.Respond(200);
        var nat = new IPEndPoint(IPAddress.Parse("203.0.113.9"), 7_777);
        pair.Network.Inject(nat, TwoStacks.BobAddress,
            TwoStacks.Options("z9hG4bKnat", "nat").Replace("192.0.2.1;", $"10.0.0.1:5090;{parameter};", StringComparison.Ordinal));
        await pair.SettleAsync();

        Assert.Equal(new IPEndPoint(nat.Address, expectedPort), pair.Network.Sent.Single().Destination);
        Assert.Contains("received=203.0.113.9", pair.Network.Sent.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_on_all_addresses_must_say_which_one_it_advertises() => Assert.Throws<ArgumentException>(() =>
        new SipStack(new SipStackOptions { Listeners = [SipListener.Udp(new IPEndPoint(IPAddress.Any, 0))] }, new ScriptedUser()));

    private sealed class RecordingTrace : ISipTrace
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void OnReceived(SipFlow source, ReadOnlySpan<byte> message) => Lines.Enqueue("< " + KindOf(message));

        public void OnSent(SipFlow destination, ReadOnlySpan<byte> message) => Lines.Enqueue("> " + KindOf(message));

        private static string KindOf(ReadOnlySpan<byte> message) =>
            new SentMessage(TwoStacks.AliceAddress, TwoStacks.BobAddress, Encoding.UTF8.GetString(message)).Kind;
    }
}
