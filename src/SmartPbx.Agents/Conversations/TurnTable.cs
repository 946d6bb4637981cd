using System.Collections.Frozen;
using SmartPbx.Domain.Calls;
using static SmartPbx.Agents.Conversations.TurnAction;
using static SmartPbx.Agents.Conversations.TurnInput;
using static SmartPbx.Agents.Conversations.TurnState;

namespace SmartPbx.Agents.Conversations;

/// <summary>
/// Turn taking as a table of (state, input) → (state, actions), without I/O. A pair that is not in the table changes nothing: a late timer or a
/// result that nobody waits for is no error.
/// </summary>
internal static class TurnTable
{
    /// <summary>Where to go, and what to do on the way, in order.</summary>
    public readonly record struct Step(TurnState Next, TurnAction[] Actions);

    /// <summary>Every transition.</summary>
    public static FrozenDictionary<(TurnState State, TurnInput Input), Step> Steps { get; } = Build().ToFrozenDictionary();

    /// <summary>The state as operators see it (AI-1).</summary>
    public static AgentState Visible(TurnState state) => state switch
    {
        Idle => AgentState.Idle,
        Greeting => AgentState.Greeting,
        Listening => AgentState.Listening,
        Thinking => AgentState.Thinking,
        TurnState.Speaking or Paused or Closing => AgentState.Speaking,
        Holding or Ringing or Aside => AgentState.Holding,
        _ => AgentState.Ended,
    };

    private static Dictionary<(TurnState, TurnInput), Step> Build()
    {
        var steps = new Dictionary<(TurnState, TurnInput), Step>();
        void On(TurnState state, TurnInput input, TurnState next, params TurnAction[] actions) => steps.Add((state, input), new Step(next, actions));

        On(Idle, Started, Greeting, SpeakGreeting);

        On(Greeting, SpeechFinished, Listening, StartListening);
        On(Greeting, VoiceSuspected, Paused, PauseSpeech);
        On(Greeting, PersonWanted, Ringing, CutSpeech, AnnouncePerson, RingPerson);
        On(Greeting, ProviderFailed, Ringing, CutSpeech, AnnounceTrouble, RingPerson);

        On(Listening, UtteranceEnded, Thinking, Recognise);
        On(Listening, PersonWanted, Ringing, DropUtterance, AnnouncePerson, RingPerson);
        On(Listening, SilenceElapsed, TurnState.Speaking, SpeakStillThere);
        On(Listening, SilenceElapsedAgain, Closing, SpeakSilenceGoodbye);

        On(Listening, OperatorAsked, Holding, DropUtterance, BeginHold);
        On(Listening, NobodyToAsk, TurnState.Speaking, DropUtterance, SpeakFallback);

        On(Thinking, AnswerBegun, TurnState.Speaking);
        On(Thinking, NothingSaid, Listening, StopTurn, StartListening);
        On(Thinking, NotUnderstood, TurnState.Speaking, StopTurn, SpeakRepeatRequest);
        On(Thinking, VoiceResumed, Listening, StopTurn);
        On(Thinking, PersonWanted, Ringing, StopTurn, AnnouncePerson, RingPerson);
        On(Thinking, OperatorAsked, Holding, BeginHold);
        On(Thinking, OperatorAnswered, TurnState.Speaking, SpeakOperatorAnswer);
        On(Thinking, NobodyToAsk, TurnState.Speaking, SpeakFallback);
        On(Thinking, CallerLeaves, Closing, StopTurn, SpeakGoodbye);
        On(Thinking, ProviderFailed, Ringing, StopTurn, AnnounceTrouble, RingPerson);
        On(Thinking, ProviderFailedAgain, Closing, StopTurn, SpeakTroubleGoodbye);

        On(TurnState.Speaking, SpeechFinished, Listening, StartListening);
        On(TurnState.Speaking, VoiceSuspected, Paused, PauseSpeech);
        On(TurnState.Speaking, InterruptionComplete, Thinking, CutSpeech, StopTurn);
        On(TurnState.Speaking, PersonWanted, Ringing, CutSpeech, StopTurn, AnnouncePerson, RingPerson);
        On(TurnState.Speaking, OperatorAsked, Holding, BeginHold);
        On(TurnState.Speaking, NobodyToAsk, TurnState.Speaking, SpeakFallback);
        On(TurnState.Speaking, ProviderFailed, Ringing, CutSpeech, StopTurn, AnnounceTrouble, RingPerson);
        On(TurnState.Speaking, ProviderFailedAgain, Closing, CutSpeech, StopTurn, SpeakTroubleGoodbye);

        On(Paused, VoiceDismissed, TurnState.Speaking, DropUtterance, ResumeSpeech);
        On(Paused, VoiceConfirmed, Listening, CutSpeech, StopTurn);
        On(Paused, InterruptionComplete, Thinking, CutSpeech, StopTurn);
        On(Paused, PersonWanted, Ringing, DropUtterance, CutSpeech, StopTurn, AnnouncePerson, RingPerson);
        On(Paused, ProviderFailed, Ringing, DropUtterance, CutSpeech, StopTurn, AnnounceTrouble, RingPerson);
        On(Paused, ProviderFailedAgain, Closing, DropUtterance, CutSpeech, StopTurn, SpeakTroubleGoodbye);

        On(Holding, OperatorAnswered, TurnState.Speaking, EndHold, SpeakOperatorAnswer);
        On(Holding, NobodyToAsk, TurnState.Speaking, EndHold, SpeakFallback);
        On(Holding, HoldOver, TurnState.Speaking, EndHold, StopTurn, SpeakHoldApology);
        On(Holding, PersonWanted, Ringing, EndHold, StopTurn, AnnouncePerson, RingPerson);

        On(Ringing, PersonAnswered, Ended, EndHold, HandOver);
        On(Ringing, PersonMissed, TurnState.Speaking, EndHold, SpeakPersonMissed);

        On(Greeting, PersonCutIn, Aside, CutSpeech);
        On(Listening, PersonCutIn, Aside, DropUtterance);
        On(Thinking, PersonCutIn, Aside, StopTurn);
        On(TurnState.Speaking, PersonCutIn, Aside, CutSpeech, StopTurn);
        On(Paused, PersonCutIn, Aside, DropUtterance, CutSpeech, StopTurn);
        On(Holding, PersonCutIn, Aside, EndHold, CutSpeech, StopTurn);
        On(Ringing, PersonCutIn, Aside, EndHold, CutSpeech, StopTurn);
        On(Closing, PersonCutIn, Aside, CutSpeech);
        On(Aside, PersonLeft, Listening, StartListening);

        On(Closing, SpeechFinished, Ended, HangUp);
        On(Closing, VoiceSuspected, Paused, PauseSpeech);
        On(Closing, PersonWanted, Ringing, CutSpeech, AnnouncePerson, RingPerson);
        On(Closing, ProviderFailed, Ended, HangUp);
        On(Closing, ProviderFailedAgain, Ended, HangUp);

        foreach (var state in Enum.GetValues<TurnState>())
            if (state != Ended)
                On(state, HungUp, Ended, CallerGone);
        return steps;
    }
}
