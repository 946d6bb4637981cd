using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Tests.TestKit;

/// <summary>A test that needs libopus; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OpusFactAttribute : FactAttribute
{
    public OpusFactAttribute()
    {
        if (!OpusCodec.IsAvailable) Skip = "libopus0 is not installed";
    }
}
