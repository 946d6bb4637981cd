using SmartPbx.Domain.Transcripts;

namespace SmartPbx.Agents.Conversations;

/// <summary>The turns of the call, in order of their beginning.</summary>
internal sealed class CallLedger
{
    private const int HistoryTurns = 10; // five of each side

    private readonly List<TranscriptTurn> _turns = [];

    public IReadOnlyList<TranscriptTurn> Turns => _turns;

    public void Add(TranscriptTurn turn)
    {
        var at = _turns.Count;
        while (at > 0 && _turns[at - 1].StartMs > turn.StartMs) at--;
        _turns.Insert(at, turn);
    }

    /// <summary>The last turns, for the model and for an operator.</summary>
    public IReadOnlyList<TranscriptTurn> Recent() => [.. _turns.TakeLast(HistoryTurns)];
}
