using static SmartPbx.MediaEdge.Transfers.TransferAction;
using static SmartPbx.MediaEdge.Transfers.TransferPhase;
using static SmartPbx.MediaEdge.Transfers.TransferTrigger;

namespace SmartPbx.MediaEdge.Transfers;

/// <summary>
/// Every transfer as one table: by REFER, blind or attended (RFC 5589), and by the agent who rings a person. (phase, trigger) → (phase,
/// actions). No I/O, no time; a pair that is not here changes nothing.
/// </summary>
public static class TransferMachine
{
    /// <summary>What follows.</summary>
    public static TransferStep Next(TransferPhase phase, TransferTrigger trigger) => (phase, trigger) switch
    {
        (Idle, Accepted) => new(Trying, Part),

        (Trying, Answered) => new(Idle, Tell | Replace | Connect),
        (Trying or TryingAlone, AgentAnswers) => new(Idle, StopTrying | Tell | GiveToAgent),
        (Trying, Failed or Withdrawn) => new(Idle, StopTrying | Tell | Return),
        // The transferor need not wait for the outcome (RFC 5589 §6.1): the attempt goes on without it.
        (Trying, TransferorGone) => new(TryingAlone, None),

        (TryingAlone, Answered) => new(Idle, Tell | Replace | Connect),
        (TryingAlone, Failed or Withdrawn) => new(Idle, StopTrying | Tell | Abandon),

        (Trying or TryingAlone, CallEnded) => new(Idle, StopTrying | Tell),

        _ => new(phase, None),
    };
}
