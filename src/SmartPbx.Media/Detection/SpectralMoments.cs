namespace SmartPbx.Media.Detection;

/// <summary>Shape of one frame's spectrum between 200 and 3,600 Hz.</summary>
/// <param name="Flatness">Geometric over arithmetic mean of the power: 0 for lines, about 0.56 for one frame of white noise.</param>
/// <param name="PeakShare">Share of the power within the two strongest lines.</param>
internal readonly record struct SpectralMoments(float Flatness, float PeakShare);
