namespace SmartPbx.Agents.Turns;

/// <summary>One stretch of the caller's speech: its audio, and what has been heard of it so far.</summary>
internal sealed class Utterance(int id, int sampleRateHz, long startMs)
{
    /// <summary>Audio kept for a second decoding and for the operator; of a longer utterance the newest.</summary>
    public static readonly TimeSpan MaxKept = TimeSpan.FromSeconds(20);

    private readonly List<short> _pcm = new(sampleRateHz * 3);

    public int Id => id;

    /// <summary>Milliseconds since the start of the recording.</summary>
    public long StartMs => startMs;

    /// <summary>End of the last frame with voice, on the same scale.</summary>
    public long LastVoiceMs { get; set; }

    /// <summary>Frames with voice, in milliseconds.</summary>
    public int VoiceMs { get; set; }

    /// <summary>Silence since the last voice.</summary>
    public int SilenceMs { get; set; }

    public int LengthMs { get; private set; }

    public string Interim { get; set; } = "";

    /// <summary>The final recognition has been asked for.</summary>
    public bool Finished { get; set; }

    public void Append(ReadOnlySpan<short> pcm)
    {
        LengthMs += pcm.Length * 1000 / sampleRateHz;
        _pcm.AddRange(pcm);
        var most = (int)(MaxKept.TotalSeconds * sampleRateHz);
        if (_pcm.Count > most + sampleRateHz) _pcm.RemoveRange(0, _pcm.Count - most); // a second at a time, so that it costs little
    }

    /// <summary>A copy of the kept audio.</summary>
    public short[] Audio() => [.. _pcm];
}
