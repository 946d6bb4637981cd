namespace SmartPbx.Interop.Soak.Load;

/// <summary>What becomes of one packet.</summary>
/// <param name="Copies">How often it arrives; 0: it is lost.</param>
/// <param name="Delay">How late.</param>
internal readonly record struct WireFate(int Copies, TimeSpan Delay)
{
    public static WireFate Lost => default;
}
