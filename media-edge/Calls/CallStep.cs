using SmartPbx.Domain.Calls;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>What follows from a trigger.</summary>
/// <param name="Next">Phase from now on.</param>
/// <param name="Actions">To be done, in the order of their values.</param>
/// <param name="Outcome">How the call ended; only with <see cref="CallPhase.Ended"/>.</param>
public readonly record struct CallStep(CallPhase Next, CallAction Actions, CallOutcome? Outcome = null);
