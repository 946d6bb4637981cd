using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Calls;
using static SmartPbx.Agents.Conversations.TurnInput;

namespace SmartPbx.Agents.Tests.Conversations;

/// <summary>The whole table: every pair that does something, and that all others do nothing.</summary>
public sealed class TurnTableTests
{
    // state input next: actions
    private const string Expected = """
        Idle Started Greeting: SpeakGreeting
        Greeting SpeechFinished Listening: StartListening
        Greeting VoiceSuspected Paused: PauseSpeech
        Greeting PersonWanted Ringing: CutSpeech AnnouncePerson RingPerson
        Greeting ProviderFailed Ringing: CutSpeech AnnounceTrouble RingPerson
        Listening UtteranceEnded Thinking: Recognise
        Listening PersonWanted Ringing: DropUtterance AnnouncePerson RingPerson
        Listening SilenceElapsed Speaking: SpeakStillThere
        Listening SilenceElapsedAgain Closing: SpeakSilenceGoodbye
        Listening OperatorAsked Holding: DropUtterance BeginHold
        Listening NobodyToAsk Speaking: DropUtterance SpeakFallback
        Thinking AnswerBegun Speaking:
        Thinking NothingSaid Listening: StopTurn StartListening
        Thinking NotUnderstood Speaking: StopTurn SpeakRepeatRequest
        Thinking VoiceResumed Listening: StopTurn
        Thinking PersonWanted Ringing: StopTurn AnnouncePerson RingPerson
        Thinking OperatorAsked Holding: BeginHold
        Thinking OperatorAnswered Speaking: SpeakOperatorAnswer
        Thinking NobodyToAsk Speaking: SpeakFallback
        Thinking CallerLeaves Closing: StopTurn SpeakGoodbye
        Thinking ProviderFailed Ringing: StopTurn AnnounceTrouble RingPerson
        Thinking ProviderFailedAgain Closing: StopTurn SpeakTroubleGoodbye
        Speaking SpeechFinished Listening: StartListening
        Speaking VoiceSuspected Paused: PauseSpeech
        Speaking InterruptionComplete Thinking: CutSpeech StopTurn
        Speaking PersonWanted Ringing: CutSpeech StopTurn AnnouncePerson RingPerson
        Speaking OperatorAsked Holding: BeginHold
        Speaking NobodyToAsk Speaking: SpeakFallback
        Speaking ProviderFailed Ringing: CutSpeech StopTurn AnnounceTrouble RingPerson
        Speaking ProviderFailedAgain Closing: CutSpeech StopTurn SpeakTroubleGoodbye
        Paused VoiceDismissed Speaking: DropUtterance ResumeSpeech
        Paused VoiceConfirmed Listening: CutSpeech StopTurn
        Paused InterruptionComplete Thinking: CutSpeech StopTurn
        Paused PersonWanted Ringing: DropUtterance CutSpeech StopTurn AnnouncePerson RingPerson
        Paused ProviderFailed Ringing: DropUtterance CutSpeech StopTurn AnnounceTrouble RingPerson
        Paused ProviderFailedAgain Closing: DropUtterance CutSpeech StopTurn SpeakTroubleGoodbye
        Holding OperatorAnswered Speaking: EndHold SpeakOperatorAnswer
        Holding NobodyToAsk Speaking: EndHold SpeakFallback
        Holding HoldOver Speaking: EndHold StopTurn SpeakHoldApology
        Holding PersonWanted Ringing: EndHold StopTurn AnnouncePerson RingPerson
        Ringing PersonAnswered Ended: EndHold HandOver
        Ringing PersonMissed Speaking: EndHold SpeakPersonMissed
        Greeting PersonCutIn Aside: CutSpeech
        Listening PersonCutIn Aside: DropUtterance
        Thinking PersonCutIn Aside: StopTurn
        Speaking PersonCutIn Aside: CutSpeech StopTurn
        Paused PersonCutIn Aside: DropUtterance CutSpeech StopTurn
        Holding PersonCutIn Aside: EndHold CutSpeech StopTurn
        Ringing PersonCutIn Aside: EndHold CutSpeech StopTurn
        Closing PersonCutIn Aside: CutSpeech
        Aside PersonLeft Listening: StartListening
        Closing SpeechFinished Ended: HangUp
        Closing VoiceSuspected Paused: PauseSpeech
        Closing PersonWanted Ringing: CutSpeech AnnouncePerson RingPerson
        Closing ProviderFailed Ended: HangUp
        Closing ProviderFailedAgain Ended: HangUp
        """;

    [Fact]
    public void Does_exactly_what_is_written_here()
    {
        var expected = Expected.Split('\n', StringSplitOptions.TrimEntries)
            .Concat(Enum.GetValues<TurnState>().Where(s => s != TurnState.Ended).Select(s => $"{s} HungUp Ended: CallerGone")).Order();
        var actual = TurnTable.Steps.Select(s => $"{s.Key.State} {s.Key.Input} {s.Value.Next}: {string.Join(' ', s.Value.Actions)}".TrimEnd()).Order();
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Nothing_leads_out_of_the_end() => Assert.DoesNotContain(TurnTable.Steps.Keys, k => k.State == TurnState.Ended);

    [Fact]
    public void Every_state_can_be_reached_and_left()
    {
        var reached = new HashSet<TurnState> { TurnState.Idle };
        for (var before = 0; before != reached.Count;)
        {
            before = reached.Count;
            foreach (var (key, step) in TurnTable.Steps)
                if (reached.Contains(key.State)) reached.Add(step.Next);
        }
        Assert.Equal(Enum.GetValues<TurnState>().Order(), reached.Order());
        Assert.All(reached.Where(s => s != TurnState.Ended), s => Assert.Contains((s, HungUp), TurnTable.Steps.Keys));
    }

    [Fact]
    public void Music_ends_with_every_way_out_of_waiting() =>
        Assert.All(TurnTable.Steps.Where(s => s.Key.State is TurnState.Holding or TurnState.Ringing && s.Key.Input != HungUp),
            s => Assert.Contains(TurnAction.EndHold, s.Value.Actions));

    [Theory]
    [InlineData(TurnState.Paused, AgentState.Speaking)]
    [InlineData(TurnState.Closing, AgentState.Speaking)]
    [InlineData(TurnState.Ringing, AgentState.Holding)]
    [InlineData(TurnState.Aside, AgentState.Holding)]
    [InlineData(TurnState.Idle, AgentState.Idle)]
    [InlineData(TurnState.Ended, AgentState.Ended)]
    internal void Operators_see_seven_states(TurnState state, AgentState visible) => Assert.Equal(visible, TurnTable.Visible(state));
}
