namespace SmartPbx.Media.Rtp;

/// <summary>The sender info of an SR (RFC 3550 section 6.4.1).</summary>
/// <param name="NtpTime">64-bit NTP time of the report.</param>
/// <param name="RtpTimestamp">The same moment on the stream's clock.</param>
/// <param name="PacketCount">Packets sent.</param>
/// <param name="OctetCount">Payload bytes sent.</param>
public readonly record struct RtcpSenderInfo(ulong NtpTime, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    private static readonly DateTimeOffset NtpEpoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Middle 32 bits of the NTP time: what a receiver echoes as LSR.</summary>
    public uint MiddleNtp => (uint)(NtpTime >> 16);

    /// <summary>A moment as 64-bit NTP time (32.32 seconds since 1900).</summary>
    public static ulong ToNtp(DateTimeOffset time)
    {
        long ticks = (time - NtpEpoch).Ticks;
        ulong seconds = (ulong)(ticks / TimeSpan.TicksPerSecond), rest = (ulong)(ticks % TimeSpan.TicksPerSecond);
        return (seconds << 32) | (rest << 32) / TimeSpan.TicksPerSecond;
    }
}
