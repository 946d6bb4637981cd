using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;

namespace SmartPbx.Agents.Tests.Conversations;

public sealed class SilenceTests
{
    [Fact]
    public void A_silent_caller_is_prompted_once_and_then_the_call_ends_politely()
    {
        using var call = new SimulatedCall { Settings = new() { SilencePromptSeconds = 6 } };
        call.BeginListening();
        var listening = call.NowMs;
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.Equal(6000, call.NowMs - listening, 60.0);
        call.RunUntilEnded();
        Assert.Equal(CallOutcome.CallerSilent, call.End.Outcome);
        Assert.Equal([call.Texts.StillThere, call.Texts.SilenceGoodbye], call.End.Log.Turns.Skip(1).Select(t => t.Text));
    }

    [Fact]
    public void A_caller_who_speaks_after_the_prompt_is_prompted_afresh()
    {
        using var call = new SimulatedCall { Settings = new() { SilencePromptSeconds = 6 } };
        call.Knowledge.Knows("are you open today", "Yes, we are open today.");
        call.BeginListening();
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Say("are you open today");
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Run(8000);
        Assert.False(call.HasEnded);
    }

    [Fact]
    public void A_caller_who_speaks_during_the_goodbye_is_heard()
    {
        using var call = new SimulatedCall { Settings = new() { SilencePromptSeconds = 6 } };
        call.Knowledge.Knows("yes i am here what are your hours", "We open at nine.");
        call.BeginListening();
        call.RunUntil(() => call.Events.Speaking.Any(s => s.Text == call.Texts.SilenceGoodbye));
        call.Say("yes i am here what are your hours");
        call.RunUntil(() => call.Tts.Spoken.Contains("We open at nine."));
        Assert.False(call.HasEnded);
    }
}
