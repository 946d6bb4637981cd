namespace SmartPbx.Media.Detection;

/// <summary>A key that was pressed and released.</summary>
/// <param name="Digit">0–9, *, #, A–D.</param>
/// <param name="DurationMs">How long it was held, in milliseconds.</param>
public readonly record struct DtmfDigit(char Digit, int DurationMs);
