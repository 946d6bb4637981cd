namespace SmartPbx.Media.Detection;

/// <summary>
/// Finds DTMF in 8 kHz audio: Goertzel over the newest 25.6 ms every 10 ms, with the limits of ITU-T Q.24 against talk-off (twist, share of
/// the whole energy, level). Reports a key when it is released. One instance per stream; no allocation per block.
/// </summary>
public sealed class InbandDtmfDetector
{
    private const int SampleRateHz = 8000;
    private const int BlockSamples = 205; // 39 Hz per bin: the spacing that separates 697 from 770 Hz
    private const int HopSamples = 80;
    private const int HitsToAccept = 3; // with the block's length: a tone of about 40 ms
    private const int MissesToRelease = 3;
    private const double MinSquaredAmplitude = 200 * 200; // about -44 dB of full scale
    private const double MaxNormalTwist = 6.3; // column above row: 8 dB
    private const double MaxReverseTwist = 2.5; // row above column: 4 dB
    private const double MinShare = 0.75; // of all energy within the two tones

    private static readonly double[] Rows = [697, 770, 852, 941];
    private static readonly double[] Columns = [1209, 1336, 1477, 1633];
    private const string Keys = "123A456B789C*0#D";

    private readonly short[] _block = new short[BlockSamples];
    private int _untilHop = HopSamples;
    private char _candidate;
    private char _held;
    private int _hits;
    private int _misses;
    private int _heldHops;

    /// <summary>Takes the next samples of the stream.</summary>
    /// <returns>True when a key was released; at most one per 60 ms, so frames up to that length lose nothing.</returns>
    public bool Process(ReadOnlySpan<short> pcm, out DtmfDigit digit)
    {
        digit = default;
        bool released = false;
        while (pcm.Length > 0)
        {
            int take = Math.Min(pcm.Length, _untilHop);
            _block.AsSpan(take).CopyTo(_block);
            pcm[..take].CopyTo(_block.AsSpan(BlockSamples - take));
            pcm = pcm[take..];
            _untilHop -= take;
            if (_untilHop > 0) continue;
            _untilHop = HopSamples;
            released |= Step(Classify(), ref digit);
        }
        return released;
    }

    private bool Step(char key, ref DtmfDigit digit)
    {
        _hits = key != '\0' && key == _candidate ? _hits + 1 : 1;
        _candidate = key;
        if (_held != '\0')
        {
            _misses = key == _held ? 0 : _misses + 1;
            _heldHops++;
            if (_misses < MissesToRelease) return false;
            digit = new DtmfDigit(_held, (_heldHops - MissesToRelease + HitsToAccept) * HopSamples * 1000 / SampleRateHz);
            _held = '\0';
            return true;
        }
        if (key == '\0' || _hits < HitsToAccept) return false;
        _held = key;
        _heldHops = _misses = 0;
        return false;
    }

    private char Classify()
    {
        double energy = 0;
        foreach (short sample in _block) energy += (double)sample * sample;
        energy /= BlockSamples;
        if (energy < MinSquaredAmplitude / 2) return '\0';
        (int row, double rowPower) = Strongest(Rows);
        (int column, double columnPower) = Strongest(Columns);
        bool twisted = columnPower > rowPower * MaxNormalTwist || rowPower > columnPower * MaxReverseTwist;
        bool loud = rowPower > MinSquaredAmplitude && columnPower > MinSquaredAmplitude;
        return loud && !twisted && (rowPower + columnPower) / 2 > MinShare * energy ? Keys[row * 4 + column] : '\0';
    }

    private (int Index, double Power) Strongest(double[] frequencies)
    {
        int best = 0;
        double most = 0;
        for (int i = 0; i < frequencies.Length; i++)
        {
            double power = Goertzel.SquaredAmplitude(_block, frequencies[i], SampleRateHz);
            if (power > most) (best, most) = (i, power);
        }
        return (best, most);
    }
}
