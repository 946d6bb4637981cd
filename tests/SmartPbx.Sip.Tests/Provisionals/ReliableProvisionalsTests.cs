using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Transactions;
using static SmartPbx.Sip.Provisionals.ReliableActions;
using static SmartPbx.Sip.Provisionals.ReliableInput;
using static SmartPbx.Sip.Provisionals.ReliableState;

namespace SmartPbx.Sip.Tests.Provisionals;

public sealed class ReliableProvisionalsTests
{
    private static readonly CSeq _invite = new(7, SipMethod.Invite);
    private readonly ReliableProvisionals _responses = new(_invite, 100, TransactionTimers.Default);

    [Theory]
    [InlineData(Free, Send, Waiting, SendResponse | StartRepeat | StartGiveUp)]
    [InlineData(Free, Final, Ended, None)]
    [InlineData(Free, Prack, Free, None)]
    [InlineData(Waiting, Send, Waiting, Queue)]
    [InlineData(Waiting, Prack, Free, AcceptPrack)]
    [InlineData(Waiting, TimerRepeat, Waiting, SendResponse | StartRepeat)]
    [InlineData(Waiting, TimerGiveUp, Ended, Refuse)]
    [InlineData(Waiting, Final, Overtaken, None)]
    [InlineData(Overtaken, Prack, Ended, AcceptPrack)]
    [InlineData(Overtaken, TimerRepeat, Overtaken, None)]
    [InlineData(Ended, Prack, Ended, None)]
    public void Machine_is_section_3(ReliableState state, ReliableInput input, ReliableState next, ReliableActions actions) =>
        Assert.Equal((next, actions), ReliableMachine.Next(state, input));

    [Fact]
    public void Repeats_with_doubling_intervals_until_64_times_t1()
    {
        var waits = new List<double>();
        var step = _responses.Send(Response());
        while (step.LookAgain is { } wait)
        {
            waits.Add(wait.TotalSeconds);
            step = _responses.Elapse();
        }

        Assert.True(step.IsRefused);
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 0.5], waits);
    }

    [Fact]
    public void Numbers_rise_by_one_and_the_second_waits_for_the_prack_of_the_first()
    {
        var first = _responses.Send(Response()).Response!;
        Assert.Equal(("100rel", "100"), (first.Headers["Require"], first.Headers["RSeq"]));
        Assert.Null(_responses.Send(Response()).Response);

        Assert.True(_responses.TryAcknowledge(Acknowledging("100 7 INVITE"), out var acknowledged));
        Assert.Same(first, acknowledged);
        Assert.Equal("101", _responses.Next().Response!.Headers["RSeq"]);
    }

    [Theory]
    [InlineData("101 7 INVITE")]
    [InlineData("100 8 INVITE")]
    [InlineData("100 7 UPDATE")]
    [InlineData("100 7")]
    [InlineData("0 7 INVITE")]
    [InlineData("")]
    public void Prack_of_something_else_is_not_taken(string rack)
    {
        _responses.Send(Response());

        Assert.False(_responses.TryAcknowledge(Acknowledging(rack), out _));
        Assert.Equal(Waiting, _responses.State);
    }

    [Fact]
    public void A_prack_is_taken_once()
    {
        _responses.Send(Response());

        Assert.True(_responses.TryAcknowledge(Acknowledging("100 7 INVITE"), out _));
        Assert.False(_responses.TryAcknowledge(Acknowledging("100 7 INVITE"), out _));
    }

    [Fact]
    public void Success_waits_for_a_description_only()
    {
        _responses.Send(Response());
        Assert.False(_responses.HoldsSuccess);
        var described = Response();
        described.SetBody("application/sdp", "v=0"u8.ToArray());
        _responses.Send(described);

        Assert.True(_responses.HoldsSuccess);
    }

    [Fact]
    public void After_the_final_answer_nothing_is_repeated_but_the_prack_is_taken()
    {
        _responses.Send(Response());
        _responses.Finish();

        Assert.Equal(default, _responses.Elapse());
        Assert.True(_responses.TryAcknowledge(Acknowledging("100 7 INVITE"), out _));
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        for (int i = 0; i < ReliableProvisionals.MaxQueued + 5; i++)
            _responses.Send(Response());
        int sent = 1;
        for (uint sequence = 100; _responses.TryAcknowledge(Acknowledging($"{sequence} 7 INVITE"), out _) && _responses.Next().Response is not null; sequence++)
            sent++;

        Assert.Equal(1 + ReliableProvisionals.MaxQueued, sent);
    }

    [Fact]
    public void Client_takes_numbers_in_order()
    {
        var sequence = new ReliableSequence();

        Assert.Equal([true, false, false, true, false, true], new uint[] { 5, 5, 7, 6, 5, 7 }.Select(sequence.TryTake));
    }

    [Theory]
    [InlineData("180", "100rel", "5", 5u)]
    [InlineData("180", "foo, 100REL", "4294967295", 4_294_967_295u)]
    [InlineData("180", "foo", "5", null)]
    [InlineData("180", "100rel", "0", null)]
    [InlineData("180", "100rel", "4294967296", null)]
    [InlineData("100", "100rel", "5", null)]
    [InlineData("200", "100rel", "5", null)]
    public void Reads_which_answers_are_reliable(string status, string require, string sequence, uint? expected)
    {
        var response = new SipResponse(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture));
        response.Headers.Set("Require", require);
        response.Headers.Set("RSeq", sequence);

        Assert.Equal(expected, RSeq.Of(response));
    }

    private static SipResponse Response() => new(183);

    private static SipRequest Acknowledging(string rack)
    {
        var prack = new SipRequest(SipMethod.Prack, SipUri.Parse("sip:a@b"));
        if (rack.Length > 0)
            prack.Headers.Set("RAck", rack);
        return prack;
    }
}
