namespace SmartPbx.Media.Recording;

/// <summary>A finished recording.</summary>
/// <param name="Path">The two-channel WAV file.</param>
/// <param name="StartTime">When its first sample was heard, UTC.</param>
/// <param name="Duration">Length of the audio in the file.</param>
/// <param name="SampleRateHz">Samples per second of each channel.</param>
/// <param name="IsComplete">False when the disk refused a part, or the length limit cut it.</param>
public sealed record RecordingResult(string Path, DateTimeOffset StartTime, TimeSpan Duration, int SampleRateHz, bool IsComplete);
