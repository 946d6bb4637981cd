using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Hitl;

namespace SmartPbx.Agents.Tests.Conversations;

/// <summary>A provider that throws or hangs never leaves the caller in silence.</summary>
public sealed class FailureTests
{
    private const string Hours = "what are your opening hours";

    /// <summary>More silence than this after the caller's turn is dead air.</summary>
    private const int DeadAirMs = 3_000;

    private static SimulatedCall Broken(Action<SimulatedCall> breakIt)
    {
        var call = new SimulatedCall();
        call.Knowledge.Knows(Hours, "We are open from nine to five.");
        call.BeginListening();
        breakIt(call);
        call.Say(Hours);
        return call;
    }

    private static int LongestSilenceMs(SimulatedCall call, int from)
    {
        int longest = 0, run = 0;
        foreach (var sound in call.Sound.Skip(from))
        {
            run = sound ? 0 : run + SimulatedCall.TickMs;
            longest = Math.Max(longest, run);
        }
        return longest;
    }

    public static TheoryData<string> Faults => ["stt throws", "stt hangs", "model throws", "model hangs", "index throws", "index hangs", "voice throws", "voice hangs"];

    private static void Break(SimulatedCall call, string fault)
    {
        var (stt, model, index, voice) = (call.Stt, call.Chat, call.Knowledge, call.Tts);
        switch (fault)
        {
            case "stt throws": stt.Throws = true; break;
            case "stt hangs": stt.Hangs = true; break;
            case "model throws": model.Throws = true; break;
            case "model hangs": model.Hangs = true; break;
            case "index throws": index.Throws = true; break;
            case "index hangs": index.Hangs = true; break;
            case "voice throws": voice.Throws = true; break;
            case "voice hangs": voice.Hangs = true; break;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_failing_provider_is_told_and_a_person_is_sought_without_dead_air(string fault)
    {
        using var call = Broken(c => Break(c, fault));
        var from = call.Sound.Count;
        call.RunUntil(() => call.Line.Rung == 1, 10_000);
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.Contains(call.Events.Speaking, s => s.Text == call.Texts.Trouble);
        Assert.InRange(LongestSilenceMs(call, from), 0, DeadAirMs);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.NotEmpty(call.Store.All(HitlDocuments.Unresolved));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_second_failure_ends_the_call_politely(string fault)
    {
        using var call = Broken(c => Break(c, fault));
        call.RunUntil(() => call.Line.Rung == 1, 10_000);
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Say(Hours);
        call.RunUntilEnded();
        Assert.Equal(CallOutcome.AgentHungUp, call.End.Outcome);
        Assert.EndsWith(call.Texts.TroubleGoodbye, call.End.Log.Turns[^1].Text);
    }

    [Fact]
    public void A_voice_that_fails_before_anything_was_fetched_still_rings_a_person_under_music()
    {
        using var call = new SimulatedCall();
        call.Tts.Throws = true;
        call.Line.Outcome = TransferOutcome.Answered;
        call.Begin(prefetch: false);
        call.Run(500);
        Assert.Equal(1, call.Line.Rung);
        Assert.True(call.Sound[^1]);
        call.RunUntilEnded();
        Assert.True(call.End.HandedOver);
    }

    [Fact]
    public void A_voice_that_stays_broken_with_nobody_to_ring_ends_the_call()
    {
        using var call = new SimulatedCall { PersonAvailable = false };
        call.Tts.Throws = true;
        call.Begin(prefetch: false);
        call.RunUntilEnded();
        Assert.Equal(CallOutcome.AgentHungUp, call.End.Outcome);
    }

    [Fact]
    public void A_broken_stream_is_made_good_from_the_kept_audio()
    {
        using var call = Broken(c => c.Stt.StreamThrows = true);
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Equal("answered", call.Events.Queries.Single().Decision);
    }

    [Fact]
    public void A_second_decoding_that_comes_too_late_is_told_so_and_the_first_one_stands()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.Stt.GeneralHangs = true;
        call.Say("can i bring my dog");
        call.RunUntil(() => call.Events.Queries.Count == 1, 10_000);
        Assert.Equal("can i bring my dog", call.Events.Queries.Single().Question);
        Assert.Equal(1, call.Stt.GivenUp);
    }

    [Fact]
    public void A_store_that_is_away_gives_the_fallback_text()
    {
        using var call = new SimulatedCall();
        call.Operator(OperatorStatus.Available);
        call.BeginListening();
        call.Store.Throws = true;
        call.Say("can i bring my dog");
        call.RunUntil(() => call.State == AgentState.Speaking, 10_000);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Contains(call.Events.Speaking, s => s.Text == call.Texts.Fallback);
    }

    [Fact]
    public void A_store_that_goes_away_while_holding_does_not_end_the_wait()
    {
        using var call = new SimulatedCall();
        call.Operator(OperatorStatus.Available);
        call.BeginListening();
        call.Say("can i bring my dog");
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Store.Throws = true;
        call.Run(4000);
        call.Store.Throws = false;
        call.AnswerAlert("Yes, dogs are welcome.");
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Contains("Yes, dogs are welcome.", call.Tts.Spoken);
    }

    [Fact]
    public void A_slow_model_is_bridged_by_a_filler_and_then_answers()
    {
        using var call = Broken(c => c.Chat.FirstTokenDelay = TimeSpan.FromSeconds(4));
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.Contains(call.Events.Speaking, s => s.Text == call.Texts.Filler);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Equal("answered", call.Events.Queries.Single().Decision);
    }
}
