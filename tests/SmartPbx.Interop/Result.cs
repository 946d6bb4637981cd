namespace SmartPbx.Interop;

/// <param name="Scenario">What was played.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Why">Empty when it passed.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsKnown">Whether the list of known gaps names it, so that it does not count as failed.</param>
public sealed record Result(IScenario Scenario, Outcome Outcome, string Why, TimeSpan Elapsed, bool IsKnown);
