using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>
/// While it lives, the kernel refuses what this process sends from one of its ports: the descriptor of the socket is that of something which takes no datagrams.
/// The socket itself stays as it is, and nothing on the way to it knows of the test.
/// </summary>
internal sealed class RefusedPort : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private readonly SafeFileHandle _nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    private readonly List<(int Descriptor, int Kept)> _refused = [];

    public RefusedPort(int port)
    {
        foreach (var link in System.IO.Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (!int.TryParse(Path.GetFileName(link), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor) || PortOf(descriptor) != port) continue;
            _refused.Add((descriptor, dup(descriptor)));
            Assert.Equal(descriptor, dup3(_nothing.DangerousGetHandle().ToInt32(), descriptor, CloseOnExec));
        }
        Assert.NotEmpty(_refused);
    }

    public void Dispose()
    {
        foreach (var (descriptor, kept) in _refused)
        {
            Assert.Equal(descriptor, dup3(kept, descriptor, CloseOnExec));
            Assert.Equal(0, close(kept));
        }
        _nothing.Dispose();
    }

    // struct sockaddr_in: family, then the port, most significant byte first.
    private static int PortOf(int descriptor)
    {
        var (address, length) = (new byte[28], 28);
        return getsockname(descriptor, address, ref length) == 0 ? BinaryPrimitives.ReadUInt16BigEndian(address.AsSpan(2)) : 0;
    }

    [DllImport("libc")]
    private static extern int getsockname(int socket, byte[] address, ref int length);

    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int dup3(int descriptor, int becomes, int flags);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
