namespace SmartPbx.Functions.Knowledge.Extraction;

/// <summary>A question and answer taken from a call, cleaned, judged, scored and masked.</summary>
/// <param name="Confidence">Of the recognition, 0–1.</param>
internal sealed record ExtractedKnowledge(string Question, string Answer, string Category, double Quality, double Confidence);
