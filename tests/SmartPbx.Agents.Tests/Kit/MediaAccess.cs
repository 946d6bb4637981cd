using System.Runtime.CompilerServices;
using SmartPbx.Media.Relay;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>The relay's side of tap and playout, so that a call is simulated with the real ones and without sockets.</summary>
internal static class MediaAccess
{
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern AudioTap NewTap(TapSide side, int sampleRateHz, Action<AudioTap> onDispose);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern PlayoutQueue NewPlayout(int sampleRateHz);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Write")]
    public static extern bool Write(AudioTap tap, ReadOnlySpan<short> frame, in TapFrame info);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TryTake")]
    public static extern bool TryTake(PlayoutQueue playout, Span<short> frame);

    /// <summary>1 while a reader waits.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_waiting")]
    public static extern ref int Waiting(AudioTap tap);
}
