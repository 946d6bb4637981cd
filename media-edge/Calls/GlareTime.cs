using SmartPbx.Domain.Identity;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>How long to wait after 491 (RFC 3261 §14.1): the owner of the Call-ID waits longer than the other, so that they do not meet again.</summary>
internal static class GlareTime
{
    private const int StepMs = 10; // "in units of 10 ms"
    private const int OwnerLeastMs = 2_100;
    private const int OwnerMostMs = 4_000;
    private const int OtherMostMs = 2_000;

    public static TimeSpan Draw(IIdSource ids, bool ownsCallId)
    {
        Span<byte> random = stackalloc byte[1];
        ids.Fill(random);
        var (least, most) = ownsCallId ? (OwnerLeastMs, OwnerMostMs) : (0, OtherMostMs);
        return TimeSpan.FromMilliseconds((least + (most - least) * random[0] / byte.MaxValue) / StepMs * StepMs);
    }
}
