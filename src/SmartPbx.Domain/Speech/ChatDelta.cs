namespace SmartPbx.Domain.Speech;

/// <summary>A piece of a model's answer.</summary>
/// <param name="Text">Next characters; may be empty in the last delta.</param>
/// <param name="Confidence">On the last delta only: the model's own signal, 0–1, that the answer is supported by the evidence.</param>
public sealed record ChatDelta(string Text, double? Confidence = null);
