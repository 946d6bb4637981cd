namespace SmartPbx.Demo;

/// <summary>A check of the scenario did not hold; the message says what was seen and what was wanted.</summary>
public sealed class StepFailedException(string message) : Exception(message);
