namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>Something said that may be worth keeping.</summary>
/// <param name="Question">The caller's question; null when the answerer told something unasked.</param>
/// <param name="Answer">What the callee or an operator said.</param>
/// <param name="Confidence">Of the recognition of what was said, 0–1: the lower of both sides.</param>
internal sealed record Exchange(string? Question, string Answer, double Confidence);
