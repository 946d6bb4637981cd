namespace SmartPbx.Agents.Turns;

/// <summary>
/// Opens when enough frames of a short window are voice: a word's own gaps do not close it, one loud frame does not open it. The detector needs
/// two frames to make up its mind, so they are counted when it does.
/// </summary>
internal sealed class VoiceGate
{
    private const int FrameMs = 20;
    private const int AttackFrames = 2;

    private readonly bool[] _window;
    private readonly int _needed;
    private int _at;
    private int _count;
    private bool _wasVoice;

    /// <param name="voiceMs">Voice that opens the gate.</param>
    /// <param name="windowMs">It must lie within so much time.</param>
    public VoiceGate(int voiceMs, int windowMs)
    {
        _needed = Math.Max(1, voiceMs / FrameMs);
        _window = new bool[Math.Max(_needed, windowMs / FrameMs)];
    }

    /// <summary>Takes one frame's decision; true while the gate is open.</summary>
    public bool Push(bool voice)
    {
        if (voice && !_wasVoice && _count == 0)
            for (var i = 0; i < AttackFrames && i < _needed - 1; i++) Shift(true);
        Shift(voice);
        _wasVoice = voice;
        return _count >= _needed;
    }

    public void Reset()
    {
        Array.Clear(_window);
        _count = 0;
        _wasVoice = false;
    }

    private void Shift(bool voice)
    {
        if (_window[_at]) _count--;
        _window[_at] = voice;
        if (voice) _count++;
        _at = (_at + 1) % _window.Length;
    }
}
