using System.Diagnostics.CodeAnalysis;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace SmartPbx.Media.Relay;

/// <summary>A <c>sockaddr_in</c> or <c>sockaddr_in6</c> by value, so that the relay can receive, compare and send addresses without allocation.</summary>
internal struct NativeAddress
{
    public const int MaxBytes = 28;
    private const int Ipv4Bytes = 16;

    private Storage _bytes;

    [InlineArray(MaxBytes)]
    private struct Storage
    {
        private byte _first;
    }

    public readonly int Family => this[0] | this[1] << 8;

    public readonly int Length => Family == Libc.AfInet ? Ipv4Bytes : MaxBytes;

    [UnscopedRef]
    public Span<byte> Bytes => _bytes;

    private readonly byte this[int index] => _bytes[index];

    /// <summary>An IPv4 endpoint is mapped when the socket is IPv6.</summary>
    public static NativeAddress From(IPEndPoint endpoint, int socketFamily)
    {
        IPAddress address = endpoint.Address;
        if (socketFamily == Libc.AfInet6 && address.AddressFamily == AddressFamily.InterNetwork) address = address.MapToIPv6();
        bool v4 = address.AddressFamily == AddressFamily.InterNetwork;
        NativeAddress native = default;
        native.Bytes[0] = (byte)(v4 ? Libc.AfInet : Libc.AfInet6);
        BinaryPrimitives.WriteUInt16BigEndian(native.Bytes[2..], (ushort)endpoint.Port);
        address.TryWriteBytes(native.Bytes[(v4 ? 4 : 8)..], out _);
        if (!v4) BitConverter.TryWriteBytes(native.Bytes[24..], (uint)address.ScopeId);
        return native;
    }

    public IPEndPoint ToEndPoint()
    {
        bool v4 = Family == Libc.AfInet;
        var address = new IPAddress(v4 ? Bytes.Slice(4, 4) : Bytes.Slice(8, 16));
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(Bytes[2..]));
    }

    public bool Equals(ref NativeAddress other) => Bytes[2..4].SequenceEqual(other.Bytes[2..4]) && SameHost(ref other);

    public bool SameHost(ref NativeAddress other) =>
        Family == other.Family && (Family == Libc.AfInet
            ? Bytes[4..8].SequenceEqual(other.Bytes[4..8])
            : Bytes[8..24].SequenceEqual(other.Bytes[8..24]));
}
