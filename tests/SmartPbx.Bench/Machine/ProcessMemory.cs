using System.Globalization;

namespace SmartPbx.Bench.Machine;

/// <summary>What the kernel knows of memory, in kilobytes.</summary>
internal static class ProcessMemory
{
    // What one UDP socket in an epoll set is made of, by name in slabinfo(5).
    private static readonly string[] SocketCaches = ["UDP", "sock_inode_cache", "filp", "dentry", "eventpoll_epi", "eventpoll_pwq", "skbuff_head_cache", "ep_head"];

    /// <summary>Resident set of a process.</summary>
    public static double ResidentKb(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>Kernel memory in the caches that sockets come from; null when we may not look.</summary>
    public static double? SocketKb()
    {
        try
        {
            return File.ReadLines("/proc/slabinfo").Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => SocketCaches.Contains(f[0]))
                .Sum(f => double.Parse(f[1], CultureInfo.InvariantCulture) * double.Parse(f[3], CultureInfo.InvariantCulture)) / 1024;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
