using System.Collections.Concurrent;
using System.Diagnostics;
using SmartPbx.MediaEdge.Tests.Kit;

namespace SmartPbx.MediaEdge.Tests.Calls;

public class CallTraceTests
{
    [Fact]
    public async Task Span_of_an_invite_names_its_steps_and_its_call()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MediaEdge.Calls.CallTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var edge = await TestEdge.StartAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await (await caller.Call(edge.Sip, "2000").AnsweredAsync()).ByeAsync();
        var call = (await edge.CdrAsync()).CallId.Value;

        var span = Assert.Single(ended, a => (string?)a.GetTagItem("call") == call);
        Assert.Equal(["Route", "Negotiate", "Start media", "Answer"], span.Events.Select(e => e.Name));
        Assert.Equal("agent", span.GetTagItem("outcome"));
    }
}
