using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Tests.Conversations;

public sealed class PeopleTests
{
    private const string Unknown = "can i bring my dog";

    private static SimulatedCall Asking(OperatorStatus status)
    {
        var call = new SimulatedCall();
        call.Operator(status);
        call.BeginListening();
        call.Say(Unknown);
        return call;
    }

    [Fact]
    public void An_unknown_question_raises_an_alert_with_words_and_audio_and_holds_with_music()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        var alert = call.Alert;
        Assert.Equal((Unknown, AlertStatus.Open, HitlReason.LowConfidence, Urgency.High), (alert.Question, alert.Status, alert.Reason, alert.Urgency));
        Assert.True(call.Blobs.Blobs[$"demo/{alert.QuestionAudioPath}"].Length > 1400 * 16);
        Assert.Contains(("tenant:demo", "hitl.requested"), call.RealTime.Pushed);
        Assert.Equal("hitl", call.Events.Queries.Single().Decision);
        call.RunUntil(() => !call.Speech[^1]);
        call.Run(1000);
        Assert.True(call.Sound[^1]); // music after "one moment"
    }

    [Fact]
    public void While_a_person_talks_in_its_place_the_agent_is_silent_and_patient_and_then_listens_again()
    {
        using var call = new SimulatedCall();
        call.Begin();
        call.RunUntil(() => call.Speech.Count > 0 && call.Speech[^1]);
        Assert.True(call.Line.SetAside.Writer.TryWrite(true));
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Run(200);
        var heard = call.Sound.Count;
        call.Say(Unknown);
        call.Run(60_000); // longer than any silence of a caller is suffered
        Assert.DoesNotContain(true, call.Sound.Skip(heard));
        Assert.False(call.HasEnded);

        Assert.True(call.Line.SetAside.Writer.TryWrite(false));
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Say(Unknown);
        call.RunUntil(() => call.State == AgentState.Thinking);
        call.HangUp();
    }

    [Fact]
    public void The_operators_answer_is_spoken_once_and_saved()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Run(3000);
        call.AnswerAlert("Yes. Dogs are welcome in the garden.");
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Run(2500);
        Assert.Equal(AlertStatus.Delivered, call.Alert.Status);
        Assert.Single(call.Tts.Spoken, s => s == "Dogs are welcome in the garden.");
        Assert.Equal(["hitl.requested", "hitl.resolved", "hitl.feedback_submitted"], call.Store.Outbox.Select(e => e.Type));
        Assert.Null(call.Store.All(HitlDocuments.Presence).Single().ClaimedAlert);
        call.HangUp();
        Assert.EndsWith("Dogs are welcome in the garden.", call.End.Log.Turns[^1].Text);
    }

    [Fact]
    public void A_lost_command_is_made_good_by_polling_within_a_second()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        call.AnswerAlert("Yes, dogs are welcome.", tell: false);
        var answered = call.NowMs;
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.InRange(call.NowMs - answered, 0, 1040);
    }

    [Fact]
    public void Music_stops_when_the_answer_comes()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Run(3000);
        call.AnswerAlert("Yes, dogs are welcome.");
        call.RunUntil(() => call.State == AgentState.Listening);
        call.Run(500);
        Assert.False(call.Sound[^1]);
    }

    [Fact]
    public void The_caller_is_told_at_15_and_30_seconds_and_released_at_60()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        var held = call.NowMs;
        long At(string text) => call.Events.Chunks.First(c => c.Text == text).StartMs - held;
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.Equal(60_000, call.NowMs - held, 100.0);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Equal(15_000, At(call.Texts.StillAsking), 100.0);
        Assert.Equal(30_000, At(call.Texts.StillWaiting), 100.0);
        Assert.Equal(AlertStatus.Expired, call.Alert.Status);
        Assert.Equal(Unknown, call.Store.All(HitlDocuments.Unresolved).Single().Question);
    }

    [Theory]
    [InlineData(OperatorStatus.Away)]
    [InlineData(OperatorStatus.Offline)]
    public void Nobody_there_means_no_alert_a_polite_text_and_an_unresolved_request(OperatorStatus status)
    {
        using var call = Asking(status);
        call.RunUntil(() => call.State == AgentState.Speaking);
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Empty(call.Store.All(HitlDocuments.Alerts));
        var request = call.Store.All(HitlDocuments.Unresolved).Single();
        Assert.Equal((Unknown, HitlReason.LowConfidence, UnresolvedStatus.Unresolved), (request.Question, request.Reason, request.Status));
        Assert.DoesNotContain(call.Events.Speaking, s => s.Text == call.Texts.OneMoment);
        Assert.Equal("fallback", call.Events.Queries.Single().Decision);
    }

    [Fact]
    public void A_busy_operator_is_waited_for_fifteen_seconds()
    {
        using var call = Asking(OperatorStatus.Busy);
        call.RunUntil(() => call.State == AgentState.Holding);
        var held = call.NowMs;
        call.RunUntil(() => call.State == AgentState.Speaking);
        Assert.Equal(15_000, call.NowMs - held, 600.0);
        Assert.Empty(call.Store.All(HitlDocuments.Alerts));
    }

    [Fact]
    public void A_caller_who_hangs_up_closes_the_alert_and_frees_the_operator()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Run(2000);
        call.HangUp();
        Assert.True(call.HasEnded);
        Assert.Equal(AlertStatus.Closed, call.Alert.Status);
        Assert.Null(call.Store.All(HitlDocuments.Presence).Single().ClaimedAlert);
        Assert.Contains("hitl.resolved", call.Store.Outbox.Select(e => e.Type));
    }

    [Fact]
    public void Zero_rings_a_person_under_music_and_a_person_who_answers_takes_over()
    {
        using var call = new SimulatedCall();
        call.Line.Outcome = TransferOutcome.Answered;
        call.BeginListening();
        call.Press('0');
        call.Run(100);
        Assert.Equal((1, AgentState.Holding), (call.Line.Rung, call.State));
        call.RunUntilEnded();
        Assert.True(call.End.HandedOver);
        Assert.False(call.Line.Playout.QueuedSamples > 0);
        Assert.Empty(call.Store.All(HitlDocuments.Unresolved));
    }

    [Theory]
    [InlineData(TransferOutcome.NoAnswer)]
    [InlineData(TransferOutcome.Busy)]
    [InlineData(TransferOutcome.Unavailable)]
    [InlineData(TransferOutcome.Failed)]
    public void A_person_who_does_not_answer_leaves_an_unresolved_request_and_the_conversation_goes_on(TransferOutcome outcome)
    {
        using var call = new SimulatedCall();
        call.Line.Outcome = outcome;
        call.BeginListening();
        call.Press('0');
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Equal(HitlReason.PersonRequested, call.Store.All(HitlDocuments.Unresolved).Single().Reason);
        Assert.False(call.HasEnded);
    }

    [Fact]
    public void Asking_for_a_person_in_words_is_as_good_as_zero()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.Say("i want to talk to a real person please");
        call.RunUntil(() => call.Line.Rung == 1);
        Assert.Equal("person", call.Events.Queries.Single().Decision);
    }

    [Fact]
    public void Zero_works_during_the_greeting_and_cuts_it()
    {
        using var call = new SimulatedCall();
        call.Begin();
        call.Run(800);
        call.Press('0');
        call.Run(60);
        Assert.Equal(1, call.Line.Rung);
        call.HangUp();
        Assert.True(call.End.Log.Turns[0].Interrupted);
    }

    [Fact]
    public void Zero_while_holding_closes_the_alert_and_rings()
    {
        using var call = Asking(OperatorStatus.Available);
        call.RunUntil(() => call.State == AgentState.Holding);
        call.Press('0');
        call.Run(100);
        Assert.Equal(AlertStatus.Closed, call.Alert.Status);
        Assert.Equal(1, call.Line.Rung);
    }

    [Fact]
    public void A_caller_who_hangs_up_while_the_persons_phone_rings_stops_the_ringing()
    {
        using var call = new SimulatedCall();
        call.BeginListening();
        call.Press('0');
        call.Run(1000);
        call.HangUp();
        Assert.True(call.HasEnded);
        Assert.True(call.Line.RingingStopped);
        Assert.Equal(CallOutcome.CallerHungUp, call.End.Outcome);
    }

    [Fact]
    public void Speech_in_a_language_that_is_not_understood_goes_to_an_operator_as_audio()
    {
        using var call = new SimulatedCall { Language = "ko-KR" };
        call.Operator(OperatorStatus.Available);
        call.BeginListening();
        call.Say("");
        call.RunUntil(() => call.State == AgentState.Holding);
        Assert.Equal((HitlReason.CallerUnintelligible, "ko-KR"), (call.Alert.Reason, call.Alert.Language));
        Assert.NotNull(call.Alert.QuestionAudioPath);
        call.AnswerAlert("네, 가능합니다.");
        call.RunUntil(() => call.State == AgentState.Listening);
        Assert.Contains("네, 가능합니다.", call.Tts.Spoken);
        Assert.Equal(0, call.Stt.OpenStreams);
    }

    [Fact]
    public void The_last_turns_and_what_retrieval_found_stand_in_the_alert()
    {
        using var call = new SimulatedCall();
        call.Knowledge.Knows("are cats welcome", "Cats are welcome.");
        call.Operator(OperatorStatus.Available);
        call.BeginListening();
        call.Say(Unknown);
        call.RunUntil(() => call.State == AgentState.Holding);
        Assert.Equal("Cats are welcome.", call.Alert.Retrieved.Single().Answer);
        Assert.Contains(call.Alert.LastTurns, t => t.Speaker == Speaker.Agent);
    }
}
