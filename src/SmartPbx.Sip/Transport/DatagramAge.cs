using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace SmartPbx.Sip.Transport;

/// <summary>
/// How long the datagram that was read last had waited in its socket: the kernel's stamp of its arrival (ioctl SIOCGSTAMPNS, socket(7)) against the clock that the kernel stamps with.
/// The first question makes the kernel stamp; elsewhere than on Linux there is no answer.
/// </summary>
internal static class DatagramAge
{
    private const nuint SiocGStampNs = 0x8907;

    /// <summary>Null: unknown.</summary>
    public static TimeSpan? OfLastRead(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || Ioctl((int)socket.SafeHandle.DangerousGetHandle(), SiocGStampNs, out var stamp) != 0)
            return null;
        var arrived = DateTimeOffset.UnixEpoch.AddSeconds(stamp.Seconds).AddTicks(stamp.Nanoseconds / TimeSpan.NanosecondsPerTick);
        var age = TimeProvider.System.GetUtcNow() - arrived;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero; // the clock may have been set back in between
    }

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Ioctl(int socket, nuint request, out TimeSpec stamp);

    // struct timespec of a 64-bit kernel.
    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
