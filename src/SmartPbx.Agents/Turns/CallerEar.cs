using SmartPbx.Media.Detection;

namespace SmartPbx.Agents.Turns;

/// <summary>
/// The caller's audio as voice and silence: keeps the last second, so that an utterance begins before its first recognised frame and no word is lost.
/// </summary>
internal sealed class CallerEar(int sampleRateHz, int bargeInMs)
{
    /// <summary>Kept before the moment at which an utterance is noticed; covers the barge-in gate and the soft beginning of a word.</summary>
    public const int PreRollMs = 700;

    public const int FrameMs = 20;

    public const int OnsetMs = 80;
    private const int ResumeMs = 160;
    private const float VowelVoicing = 0.85f;
    private const float VowelProbability = 0.12f;
    private const float VowelAboveNoiseDb = 15f;

    private readonly Vad _vad = new(new VadOptions { SampleRateHz = sampleRateHz });
    private readonly short[] _ring = new short[sampleRateHz * PreRollMs / 1000];
    private readonly VoiceGate _onset = new(OnsetMs, OnsetMs * 2);
    private readonly VoiceGate _resume = new(ResumeMs, ResumeMs * 3 / 2);

    // Speech of so many milliseconds holds voice for two thirds of them (the rest is consonants); it may be stretched over a third more.
    private readonly VoiceGate _bargeIn = new(bargeInMs * 2 / 3, bargeInMs * 4 / 3);
    private int _ringed;

    /// <summary>The newest frame has voice.</summary>
    public bool IsVoice { get; private set; }

    /// <summary>Enough voice for an utterance to begin while the agent listens.</summary>
    public bool Onset { get; private set; }

    /// <summary>Enough voice to take back an end of turn.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Enough voice to stop the agent.</summary>
    public bool BargeIn { get; private set; }

    public void Hear(ReadOnlySpan<short> frame)
    {
        var heard = _vad.Process(frame);
        IsVoice = heard.IsSpeech || IsVowel(heard);
        Onset = _onset.Push(IsVoice);
        Resumed = _resume.Push(IsVoice);
        BargeIn = _bargeIn.Push(IsVoice);
        _ring.AsSpan(frame.Length).CopyTo(_ring);
        frame.CopyTo(_ring.AsSpan(_ring.Length - frame.Length));
        _ringed = Math.Min(_ring.Length, _ringed + frame.Length);
    }

    // The detector doubts clear vowels whose energy lies in one harmonic, as it must for signal tones; those it rejects outright.
    private static bool IsVowel(in VadFrame heard) =>
        heard.Voicing >= VowelVoicing && heard.Probability >= VowelProbability && heard.LevelDb - heard.NoiseFloorDb >= VowelAboveNoiseDb;

    /// <summary>The kept audio, newest frame included.</summary>
    public ReadOnlySpan<short> PreRoll => _ring.AsSpan(_ring.Length - _ringed);

    /// <summary>Forgets what was heard, so that it begins no second utterance.</summary>
    public void Forget()
    {
        _ringed = 0;
        _onset.Reset();
        _resume.Reset();
        _bargeIn.Reset();
        Onset = Resumed = BargeIn = false;
    }
}
