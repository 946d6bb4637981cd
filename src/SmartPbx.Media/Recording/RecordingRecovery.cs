using SmartPbx.Media.Audio;

namespace SmartPbx.Media.Recording;

/// <summary>Completes recordings whose process was killed: their header still says that they are empty.</summary>
public static class RecordingRecovery
{
    /// <summary>
    /// Writes the sizes that the file really has into its header and cuts an incomplete last sample. Harmless on a sound file.
    /// </summary>
    /// <param name="path">A file left by a <see cref="CallRecorder"/>. Nobody may be writing it.</param>
    /// <param name="result">What the file holds. Its start is the last write minus the duration: exact to half a second.</param>
    /// <returns>False when the file is no 16-bit PCM WAV; it is then untouched.</returns>
    public static bool TryRepair(string path, out RecordingResult? result)
    {
        result = null;
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        DateTime lastWrite = File.GetLastWriteTimeUtc(path);
        if (!WavFormat.TryReadHeader(file, out WavFormat format)) return false;
        long frames = (file.Length - format.DataOffset) / format.BytesPerFrame;
        file.SetLength(format.DataOffset + frames * format.BytesPerFrame);
        format.WriteSizes(file, frames * format.BytesPerFrame);
        var duration = TimeSpan.FromSeconds((double)frames / format.SampleRateHz);
        result = new RecordingResult(path, new DateTimeOffset(lastWrite, TimeSpan.Zero) - duration, duration, format.SampleRateHz, IsComplete: false);
        return true;
    }
}
