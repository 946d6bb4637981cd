namespace SmartPbx.MediaEdge.Transfers;

/// <summary>What follows from a trigger.</summary>
/// <param name="Next">Phase from now on.</param>
/// <param name="Actions">To be done, in the order of their values.</param>
public readonly record struct TransferStep(TransferPhase Next, TransferAction Actions);
