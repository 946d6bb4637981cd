namespace SmartPbx.Media.Mixing;

/// <summary>One voice as one listener hears it.</summary>
/// <param name="Input">Whose voice.</param>
/// <param name="GainDb">0: as loud as it is.</param>
public readonly record struct MixShare(MixInput Input, double GainDb = 0);
