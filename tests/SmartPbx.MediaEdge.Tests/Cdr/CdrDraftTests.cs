using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Cdr;

namespace SmartPbx.MediaEdge.Tests.Cdr;

public class CdrDraftTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
    private static readonly CdrDraft Draft = new()
    {
        CallId = new CallId("e-1"), TenantId = new TenantId("demo"), EdgeId = new EdgeId("e"), Caller = "1", Callee = "2", StartedAt = Start,
    };

    [Fact]
    public void Segments_add_up_to_the_time_from_answer_to_bye()
    {
        var record = Draft.Answer(CallSegmentKind.Agent, Start.AddSeconds(1)).BeginSegment(CallSegmentKind.Bridged, Start.AddMilliseconds(3_500))
            .Complete(CallOutcome.CallerHungUp, Start.AddMilliseconds(9_250));

        Assert.Equal([new CallSegment(CallSegmentKind.Agent, 0, 2_500), new CallSegment(CallSegmentKind.Bridged, 2_500, 8_250)], record.Segments);
        Assert.Equal(8_250, record.DurationMs);
    }

    [Fact]
    public void Beginning_the_same_segment_again_changes_nothing()
    {
        var answered = Draft.Answer(CallSegmentKind.Bridged, Start);
        Assert.Same(answered, answered.BeginSegment(CallSegmentKind.Bridged, Start.AddSeconds(5)));
    }

    [Theory]
    [InlineData("cancelled", CallState.Cancelled)]
    [InlineData("no_answer", CallState.Failed)]
    public void Call_that_was_never_answered_costs_nothing(string outcome, CallState state)
    {
        var record = Draft.Complete(CallOutcome.All[outcome], Start.AddSeconds(9));
        Assert.Equal((state, 0, 0), (record.State, record.DurationMs, record.Segments.Count));
    }

    [Fact]
    public void End_before_the_answer_is_taken_as_the_answer()
    {
        // The heartbeat of a killed process may be older than the answer.
        var record = Draft.Answer(CallSegmentKind.Agent, Start.AddSeconds(5)).Complete(CallOutcome.EdgeCrashed, Start.AddSeconds(4.8));
        Assert.Equal((0, Start.AddSeconds(5)), (record.DurationMs, record.EndedAt));
    }
}
