namespace SmartPbx.Media.Detection;

/// <summary>What the detector thinks of one 20 ms frame.</summary>
/// <param name="Probability">That the frame lies within speech, 0–1, smoothed over about 60 ms.</param>
/// <param name="IsSpeech">Decision with hysteresis by <see cref="VadOptions.Mode"/>.</param>
/// <param name="LevelDb">Level in dB below full scale (0 = full-scale square wave).</param>
/// <param name="NoiseFloorDb">Level of the background in the same unit.</param>
/// <param name="Voicing">Strength of a pitch between 60 and 400 Hz, 0–1: high in vowels, low in coughs, clicks and hiss.</param>
public readonly record struct VadFrame(float Probability, bool IsSpeech, float LevelDb, float NoiseFloorDb, float Voicing);
