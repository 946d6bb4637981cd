using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;

namespace SmartPbx.Agents.Tests.Conversations;

public sealed class BargeInTests
{
    private const string Question = "tell me about your delivery";
    private const string LongAnswer = "We deliver to every address in the country within three working days. Large items take a week and are brought by two people. "
        + "You will get a message with the hour of arrival on the day before.";

    /// <summary>A call in the middle of a long answer.</summary>
    private static SimulatedCall Talking(AgentSettings? settings = null)
    {
        var call = new SimulatedCall { Settings = settings ?? new() { Persona = "Acme" } };
        call.Knowledge.Knows(Question, LongAnswer);
        call.Knowledge.Knows("no i meant your prices", "Delivery costs five euros.");
        call.BeginListening();
        call.Say(Question);
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.Run(3000);
        return call;
    }

    private static int SilentTicks(SimulatedCall call, int from) => call.Speech.Skip(from).Count(s => !s);

    [Fact]
    public void Playout_stops_within_280_ms_of_the_voice_which_leaves_the_wire_170()
    {
        using var call = Talking();
        call.Stt.Says("no i meant your prices");
        call.Hear(CallerVoice.Speech(2000));
        var onset = call.Speech.Count;
        call.RunUntil(() => !call.Speech[^1]);
        Assert.InRange((call.Speech.Count - onset) * SimulatedCall.TickMs, 100, 280);
    }

    [Fact]
    public void A_confirmed_interruption_is_answered_and_the_history_keeps_only_what_was_heard()
    {
        using var call = Talking();
        call.Say("no i meant your prices", milliseconds: 1600);
        call.RunUntil(() => call.State == AgentState.Speaking && call.Tts.Spoken.Contains("Delivery costs five euros."));
        call.RunUntil(() => call.State == AgentState.Listening);
        call.HangUp();
        var cut = call.End.Log.Turns.Single(t => t.Interrupted);
        Assert.StartsWith(cut.Text, LongAnswer);
        Assert.InRange(cut.Text.Length * 60, 2800, 3500); // milliseconds of speech that were played
        Assert.Equal("no i meant your prices", call.End.Log.Turns[^2].Text);
        Assert.Equal("Delivery costs five euros.", call.End.Log.Turns[^1].Text);
    }

    [Fact]
    public void The_interrupting_words_reach_the_recogniser_from_their_beginning()
    {
        using var call = Talking();
        call.Say("no i meant your prices", milliseconds: 1600);
        call.RunUntil(() => call.Stt.FinishedSamples.Count == 2);
        Assert.InRange(call.Stt.FinishedSamples[1], 1600 * 8, 3000 * 8);
    }

    [Fact]
    public void Nothing_of_the_old_answer_is_played_after_the_interruption()
    {
        using var call = Talking();
        call.Say("no i meant your prices", milliseconds: 1600);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Equal(0, call.Line.Playout.QueuedSamples);
        Assert.False(call.Line.Playout.IsPaused);
    }

    [Fact]
    public void An_interruption_cancels_the_model_that_still_writes()
    {
        using var call = new SimulatedCall();
        call.Knowledge.Knows(Question, LongAnswer);
        call.Chat.TokenDelay = TimeSpan.FromMilliseconds(400);
        call.BeginListening();
        call.Say(Question);
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.Run(500);
        call.Say("no i meant your prices", milliseconds: 1600);
        Assert.Equal(1, call.Chat.Cancelled);
        Assert.Equal("answered", call.Events.Queries[0].Decision);
    }

    [Theory]
    [InlineData("uh-huh", 420)]
    [InlineData("okay", 300)]
    [InlineData("", 360)]
    [InlineData("yeah right", 600)]
    public void A_back_channel_pauses_at_most_and_playout_resumes_within_a_second(string text, int milliseconds)
    {
        using var call = Talking();
        call.Stt.Says(text, 0.6);
        call.Hear(CallerVoice.Speech(milliseconds));
        var from = call.Speech.Count;
        call.Run(2500);
        Assert.Equal(AgentState.Speaking, call.State);
        Assert.True(call.Speech[^1]);
        Assert.InRange(SilentTicks(call, from) * SimulatedCall.TickMs, 0, 1000);
        call.RunUntil(() => call.State == AgentState.Listening);
        call.HangUp();
        Assert.Equal(LongAnswer, call.End.Log.Turns[^1].Text);
        Assert.False(call.End.Log.Turns[^1].Interrupted);
    }

    [Fact]
    public void A_cough_does_not_end_the_answer()
    {
        using var call = Talking();
        call.Hear(CallerVoice.Cough());
        var from = call.Speech.Count;
        call.Run(2000);
        Assert.True(call.Speech[^1]);
        Assert.InRange(SilentTicks(call, from) * SimulatedCall.TickMs, 0, 1000);
    }

    [Fact]
    public void A_click_does_not_pause_at_all()
    {
        using var call = Talking();
        call.Hear(CallerVoice.Click(), CallerVoice.Silence(300), CallerVoice.Click());
        var from = call.Speech.Count;
        call.Run(1500);
        Assert.Equal(0, SilentTicks(call, from));
    }

    [Fact]
    public void One_clear_word_takes_the_turn()
    {
        using var call = Talking();
        call.Stt.Says("stop", 0.9);
        call.Hear(CallerVoice.Speech(400));
        call.RunUntil(() => call.Events.States.Contains(AgentState.Thinking) && call.State != AgentState.Speaking);
        Assert.Contains(call.Events.Speaking, s => s.Phase == "interrupted");
    }

    [Fact]
    public void The_agent_does_not_interrupt_itself_by_its_own_echo()
    {
        using var call = Talking();
        call.Stt.InterimAfterMs = 300;
        call.Stt.Says("every address in the country", 0.9);
        call.Hear(CallerVoice.Speech(1500));
        call.Run(4000);
        Assert.DoesNotContain(call.Events.Speaking, s => s.Phase == "interrupted");
        Assert.Equal(AgentState.Speaking, call.State);
    }

    [Fact]
    public void After_a_false_alarm_a_real_interruption_still_stops_it()
    {
        using var call = Talking();
        call.Stt.Says("uh-huh", 0.6);
        call.Hear(CallerVoice.Speech(400));
        call.Run(2000);
        Assert.True(call.Speech[^1]);
        call.Say("no i meant your prices", milliseconds: 1600);
        call.RunUntil(() => call.Tts.Spoken.Contains("Delivery costs five euros."));
    }

    [Fact]
    public void A_recogniser_that_is_slow_does_not_keep_playout_paused()
    {
        using var call = Talking();
        call.Stt.FinishDelay = TimeSpan.FromSeconds(3);
        call.Stt.Says("uh-huh", 0.6);
        call.Hear(CallerVoice.Speech(400));
        var from = call.Speech.Count;
        call.Run(2500);
        Assert.InRange(SilentTicks(call, from) * SimulatedCall.TickMs, 0, 1000);
    }

    [Fact]
    public void Barge_in_can_be_switched_off()
    {
        using var call = Talking(new() { BargeInEnabled = false });
        call.Hear(CallerVoice.Speech(1500));
        var from = call.Speech.Count;
        call.Run(2000);
        Assert.Equal(0, SilentTicks(call, from));
    }

    [Fact]
    public void The_greeting_can_be_interrupted_too()
    {
        using var call = new SimulatedCall();
        call.Knowledge.Knows(Question, LongAnswer);
        call.Begin();
        call.Run(1500);
        call.Say(Question);
        call.RunUntil(() => call.Chat.Requests.Count == 1);
        call.HangUp();
        Assert.True(call.End.Log.Turns[0].Interrupted);
    }

    [Fact]
    public void Console_sees_pause_and_resume()
    {
        using var call = Talking();
        call.Stt.Says("uh-huh", 0.6);
        call.Hear(CallerVoice.Speech(420));
        call.Run(2000);
        Assert.Equal(["paused", "resumed"], call.Events.Speaking.Select(s => s.Phase).Where(p => p is "paused" or "resumed"));
    }
}
