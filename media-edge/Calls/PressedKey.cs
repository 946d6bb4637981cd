namespace SmartPbx.MediaEdge.Calls;

/// <summary>One key of a phone.</summary>
/// <param name="Key">0–9, *, #, A–D.</param>
/// <param name="DurationMs">How long it was held.</param>
internal readonly record struct PressedKey(char Key, int DurationMs);
