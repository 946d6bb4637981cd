using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Tests.Conversations;

public sealed class GreetingTests
{
    [Fact]
    public void Plays_the_prefetched_greeting_from_the_first_tick()
    {
        using var call = new SimulatedCall();
        call.Tts.FirstChunkDelay = TimeSpan.Zero;
        call.Begin();
        call.Tts.Hangs = true; // whatever the voice does now, the greeting is there
        call.Step();
        Assert.True(call.Speech[0]);
        Assert.Equal([AgentState.Greeting], call.Events.States);
    }

    [Fact]
    public void Says_that_an_AI_speaks_that_the_call_is_recorded_and_how_to_reach_a_person()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.HangUp();
        var greeting = call.End.Log.Turns.Single(t => t.Speaker == Speaker.Agent).Text;
        Assert.Contains("AI assistant of Acme", greeting);
        Assert.Contains("recorded", greeting);
        Assert.Contains("zero", greeting);
    }

    [Fact]
    public void Speaks_a_greeting_that_was_not_prefetched_as_it_is_made()
    {
        using var call = new SimulatedCall();
        call.Tts.FirstChunkDelay = TimeSpan.FromMilliseconds(200);
        call.Begin(prefetch: false);
        call.Run(300);
        Assert.True(call.Speech[^1]);
    }

    [Fact]
    public void Greets_in_Korean_and_names_the_keypad_when_speech_is_not_understood()
    {
        using var call = new SimulatedCall { Language = "ko-KR" };
        call.BeginListening();
        call.HangUp();
        var greeting = call.End.Log.Turns[0].Text;
        Assert.Contains("인공지능", greeting);
        Assert.Contains("0번", greeting);
        Assert.Contains("상담원이 듣고", greeting);
    }

    [Fact]
    public void Phrases_from_the_cache_cost_no_characters()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.HangUp();
        Assert.Equal(0, call.End.TtsCharacters);
    }
}
