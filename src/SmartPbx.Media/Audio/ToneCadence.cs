namespace SmartPbx.Media.Audio;

/// <summary>One or two sines, on and off.</summary>
/// <param name="FirstHz">First frequency.</param>
/// <param name="SecondHz">Second frequency; 0 for none.</param>
/// <param name="OnMs">Milliseconds of tone.</param>
/// <param name="OffMs">Milliseconds of silence after it; 0 for a continuous tone.</param>
/// <param name="LevelDb">Level of each sine in dB of full scale.</param>
public readonly record struct ToneCadence(double FirstHz, double SecondHz, int OnMs, int OffMs, double LevelDb = -16)
{
    /// <summary>North American ringback (ITU-T E.180 supplement 2).</summary>
    public static ToneCadence Ringback { get; } = new(440, 480, 2000, 4000);

    /// <summary>Korean ringback (ITU-T E.180 supplement 2).</summary>
    public static ToneCadence RingbackKorea { get; } = new(440, 480, 1000, 2000);

    /// <summary>European ringback (ETSI TR 101 041).</summary>
    public static ToneCadence RingbackEurope { get; } = new(425, 0, 1000, 4000);

    /// <summary>Busy (ITU-T E.180 supplement 2, North America).</summary>
    public static ToneCadence Busy { get; } = new(480, 620, 500, 500);

    /// <summary>The beep before a message.</summary>
    public static ToneCadence Beep { get; } = new(1000, 0, 400, 600);

    /// <summary>One DTMF key (ITU-T Q.23), 100 ms on, 100 ms off.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0–9, *, #, A–D.</exception>
    public static ToneCadence Dtmf(char digit)
    {
        int key = "123A456B789C*0#D".IndexOf(digit, StringComparison.Ordinal);
        ArgumentOutOfRangeException.ThrowIfNegative(key, nameof(digit));
        ReadOnlySpan<int> rows = [697, 770, 852, 941], columns = [1209, 1336, 1477, 1633];
        return new ToneCadence(rows[key / 4], columns[key % 4], 100, 100, -12);
    }
}
