using System.Diagnostics;

namespace SmartPbx.Bench.Machine;

/// <summary>Generators and this program on the first core, whatever is measured on the last: neither takes time from the other.</summary>
internal static class Cores
{
    public static int Generator => 0;

    public static int Measured => Environment.ProcessorCount - 1;

    public static void PinThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1) self.ProcessorAffinity = 1 << Generator;
    }
}
