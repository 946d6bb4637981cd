using SmartPbx.Agents.Answering;
using SmartPbx.Agents.Hitl;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Conversations;

/// <summary>What comes through a conversation's mailbox. Results carry the number of what they belong to, so that late ones are recognised.</summary>
internal abstract record Signal;

/// <summary>20 ms of the caller. The buffer is used again: nobody keeps it beyond its handling.</summary>
internal sealed record CallerFrame(short[] Samples) : Signal;

internal sealed record KeyPressed(char Digit) : Signal;

/// <summary>A person has come between the agent and the caller, or has left.</summary>
internal sealed record SetAside(bool IsAside) : Signal;

internal sealed record InterimText(int Utterance, string Text) : Signal;

/// <summary>Final recognition; null when the recogniser failed.</summary>
internal sealed record Recognised(int Utterance, Recognition? Recognition) : Signal;

/// <summary>Retrieval for an interim text.</summary>
internal sealed record Probed(string Text, IReadOnlyList<KnowledgeHit> Hits) : Signal;

/// <summary>What is to be done with the caller's turn.</summary>
internal sealed record Decided(int Turn, AnswerDecision Decision) : Signal;

/// <summary>The model has ended; the decision is final now.</summary>
internal sealed record AnswerDone(int Turn, AnswerDecision Decision) : Signal;

internal sealed record AnswerFailed(int Turn) : Signal;

internal sealed record DeskTold(int Turn, DeskProgress Progress) : Signal;

/// <summary>The desk's answer; null when the desk failed.</summary>
internal sealed record DeskDone(int Turn, DeskAnswer? Answer) : Signal;

internal sealed record PersonRung(int Turn, TransferOutcome Outcome) : Signal;

/// <summary>A speech has audio to play, has ended or has failed: the voice looks itself.</summary>
internal sealed record VoiceReady : Signal
{
    public static VoiceReady Instance { get; } = new();
}

/// <summary>The line's audio has ended.</summary>
internal sealed record LineClosed : Signal;
