using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Recording;

/// <summary>
/// Records one leg into one two-channel 16-bit WAV while the call runs: channel 0 is what arrives from the leg (the caller), channel 1 what is
/// sent to it (callee or agent: what the caller hears). Both lie on the wall clock from the first sample, so they stay aligned through
/// loss, silence and late starts. A shared thread decodes and writes; the file on disk is never more than 500 ms behind.
/// </summary>
public sealed class CallRecorder : IAsyncDisposable
{
    private MediaLeg _leg;
    private readonly PacketTap _inbound = new(TapSide.Inbound);
    private readonly PacketTap _outbound = new(TapSide.Outbound);
    private readonly RecordingTrack _track;

    private CallRecorder(string path, MediaLeg leg, RecorderOptions options)
    {
        _leg = leg;
        options = options with { SampleRateHz = options.SampleRateHz ?? leg.SampleRateHz };
        _track = new RecordingTrack(path, leg.TimeProvider, options, _inbound, _outbound, error => options.OnFailed?.Invoke(this, error));
    }

    /// <summary>The file being written.</summary>
    public string Path => _track.Path;

    /// <summary>True once the disk refused to take more; what was written before stays.</summary>
    public bool HasFailed => _track.HasFailed;

    /// <summary>Begins now; the file's first sample is this moment.</summary>
    /// <param name="path">A file that does not exist yet, in an existing folder.</param>
    /// <param name="legA">The caller's leg. It may be closed before the recorder is sealed.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static CallRecorder Start(string path, MediaLeg legA, RecorderOptions options)
    {
        var recorder = new CallRecorder(path, legA, options);
        RecordingThread.Add(recorder._track);
        legA.Attach(recorder._inbound);
        legA.Attach(recorder._outbound);
        return recorder;
    }

    /// <summary>Goes on with another leg in place of the caller's: who was the caller has left the call, and another has come. Not while it is sealed.</summary>
    public void MoveTo(MediaLeg leg)
    {
        if (leg == _leg) return;
        Detach();
        _leg = leg;
        leg.Attach(_inbound);
        leg.Attach(_outbound);
    }

    /// <summary>Writes what is pending up to now, completes the header and closes the file. Later calls return the same result.</summary>
    public Task<RecordingResult> SealAsync()
    {
        Detach();
        Task<RecordingResult> sealing = _track.SealAsync();
        RecordingThread.Seal(_track);
        return sealing;
    }

    /// <summary>Seals.</summary>
    public async ValueTask DisposeAsync() => await SealAsync().ConfigureAwait(false);

    private void Detach()
    {
        _leg.Detach(_inbound);
        _leg.Detach(_outbound);
    }
}
