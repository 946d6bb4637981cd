namespace SmartPbx.Interop.Soak.Load;

/// <summary>How bad a wire is; shares are of 1.</summary>
internal sealed record WireFaults
{
    /// <summary>Single packets lost.</summary>
    public double Loss { get; init; }
    /// <summary>Chance of each packet to begin a burst of loss.</summary>
    public double BurstBegins { get; init; }
    /// <summary>Chance of each packet in a burst to end it.</summary>
    public double BurstEnds { get; init; } = 1;
    public double Doubled { get; init; }
    public double Late { get; init; }
    public TimeSpan LateBy { get; init; }

    /// <summary>SIP: one message in twenty-five goes missing.</summary>
    public static WireFaults Signalling { get; } = new() { Loss = 0.03, BurstBegins = 0.004, BurstEnds = 0.4, Doubled = 0.02, Late = 0.05, LateBy = TimeSpan.FromMilliseconds(150) };

    /// <summary>RTP: some 3 % loss, half of it in bursts; every fiftieth packet is overtaken.</summary>
    public static WireFaults Media { get; } = new() { Loss = 0.015, BurstBegins = 0.005, BurstEnds = 0.3, Doubled = 0.01, Late = 0.02, LateBy = TimeSpan.FromMilliseconds(50) };
}
