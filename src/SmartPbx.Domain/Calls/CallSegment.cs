namespace SmartPbx.Domain.Calls;

/// <summary>A stretch of answered time; the segments of a call follow one another without a gap from answer to BYE of leg A.</summary>
/// <param name="Kind">Who the caller was with.</param>
/// <param name="StartMs">Milliseconds since the answer of leg A.</param>
/// <param name="EndMs">Milliseconds since the answer of leg A, exclusive.</param>
public sealed record CallSegment(CallSegmentKind Kind, long StartMs, long EndMs);
