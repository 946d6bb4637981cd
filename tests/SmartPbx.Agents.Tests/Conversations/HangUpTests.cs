using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Hitl;

namespace SmartPbx.Agents.Tests.Conversations;

/// <summary>Whenever the caller goes, the conversation ends at once and leaves nothing behind.</summary>
public sealed class HangUpTests
{
    [Theory]
    [InlineData(AgentState.Greeting)]
    [InlineData(AgentState.Listening)]
    [InlineData(AgentState.Thinking)]
    [InlineData(AgentState.Speaking)]
    [InlineData(AgentState.Holding)]
    public void Leaves_no_task_timer_stream_or_audio(AgentState state)
    {
        using var call = new SimulatedCall();
        call.Operator(OperatorStatus.Available);
        call.Knowledge.Knows("what are your opening hours", "We are open from nine to five and on Sundays from ten to two.");
        call.Chat.FirstTokenDelay = TimeSpan.FromMilliseconds(300);
        call.Begin();
        call.Run(500);
        if (state != AgentState.Greeting) call.RunUntil(() => call.State == AgentState.Listening);
        if (state is AgentState.Thinking or AgentState.Speaking) call.Say("what are your opening hours");
        if (state == AgentState.Holding) call.Say("can i bring my dog");
        call.RunUntil(() => call.State == state);
        call.HangUp();
        Assert.True(call.HasEnded);
        Assert.Equal(CallOutcome.CallerHungUp, call.End.Outcome);
        Assert.Equal((0, 0, 0), (call.Clock.ActiveTimers, call.Stt.OpenStreams, call.Tts.Running));
        Assert.Equal(0, call.Line.Playout.QueuedSamples);
        Assert.Equal(AgentState.Ended, call.State);
    }

    [Fact]
    public void A_line_that_closes_is_a_hang_up()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.Line.CallerAudio.Dispose();
        call.Arrive();
        Assert.True(call.HasEnded);
    }

    [Fact]
    public void Words_of_one_call_never_reach_another()
    {
        using var one = new SimulatedCall("edge1-one");
        using var two = new SimulatedCall("edge1-two");
        foreach (var (call, mark) in new[] { (one, "alpha"), (two, "bravo") })
        {
            call.Knowledge.Knows($"what is {mark}", $"The answer is {mark}.");
            call.BeginListening();
            call.Stt.Says($"what is {mark}");
            call.Hear(CallerVoice.Speech(1200));
        }
        for (var i = 0; i < 500; i++)
        {
            one.Step();
            two.Step();
        }
        one.HangUp();
        two.HangUp();
        Assert.DoesNotContain(one.End.Log.Turns, t => t.Text.Contains("bravo"));
        Assert.DoesNotContain(two.End.Log.Turns, t => t.Text.Contains("alpha"));
        Assert.Contains(one.End.Log.Turns, t => t.Text == "The answer is alpha.");
        Assert.Contains(two.End.Log.Turns, t => t.Text == "The answer is bravo.");
    }
}
