namespace SmartPbx.Media.Codecs;

/// <summary>Constants of ITU-T G.722 that encoder and decoder share; the numbers are those of the Recommendation's tables.</summary>
internal static class G722Tables
{
    /// <summary>Highest logarithmic step of the lower and of the higher band, and the shift to their linear step.</summary>
    public const int LowMaxLogStep = 18_432, HighMaxLogStep = 22_528, LowStepShift = 8, HighStepShift = 10;

    /// <summary>Smallest step: where both bands begin.</summary>
    public const int LowInitialStep = 32, HighInitialStep = 8;

    /// <summary>Coefficients of the quadrature mirror filter, half of the symmetric 24.</summary>
    public static ReadOnlySpan<short> Mirror => [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11];

    /// <summary>Decision levels of the 6-bit quantizer, from level 1 on.</summary>
    public static ReadOnlySpan<short> Decisions6 =>
    [
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786,
        858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    /// <summary>Output of the 4-bit inverse quantizer: the part of the lower band that both sides predict from.</summary>
    public static ReadOnlySpan<short> Output4 =>
        [0, -20_456, -12_896, -8968, -6288, -4240, -2584, -1200, 20_456, 12_896, 8968, 6288, 4240, 2584, 1200, 0];

    /// <summary>Output of the 6-bit inverse quantizer: what is heard.</summary>
    public static ReadOnlySpan<short> Output6 =>
    [
        -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>Output of the 2-bit inverse quantizer of the higher band.</summary>
    public static ReadOnlySpan<short> Output2 => [-7408, -1616, 7408, 1616];

    private static ReadOnlySpan<short> LowWeights => [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    private static ReadOnlySpan<short> HighWeights => [798, -214, 798, -214];

    /// <summary>How a 4-bit code word of the lower band moves its step.</summary>
    public static int LowWeight(int code4) => LowWeights[code4];

    /// <summary>How a code word of the higher band moves its step.</summary>
    public static int HighWeight(int code2) => HighWeights[code2];
}
