using SmartPbx.Agents.Turns;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Conversations;

/// <summary>One utterance of the caller's turn; a turn has several when a pause was taken for its end.</summary>
internal sealed class TurnPart(Utterance utterance)
{
    public Utterance Utterance => utterance;

    public Recognition? Recognition { get; set; }

    public bool IsDone { get; set; }
}
