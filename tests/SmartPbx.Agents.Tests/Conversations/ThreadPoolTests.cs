using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Speaking;
using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Agents.Tests.Conversations;

/// <summary>The same conversation as in production: on the thread pool, many at a time.</summary>
public sealed class ThreadPoolTests
{
    [Fact]
    public async Task Fifty_conversations_begin_and_end_on_the_thread_pool()
    {
        var clock = new ManualTime();
        var phrases = new PhraseCache(new FakeTextToSpeech(clock));
        using var desk = new OperatorDesk(new EdgeId("edge1"), new MemoryStore(), new MemoryBlobs(), new FakeRealTime(), new FakeCommands(), clock, new CountingIds(), NullLogger<OperatorDesk>.Instance);
        var services = new ConversationServices
        {
            SpeechToText = new FakeSpeechToText(clock), ChatModel = new FakeChatModel(clock), Knowledge = new FakeKnowledge(clock), Phrases = phrases, Desk = desk,
            Clock = clock, Ids = new CountingIds(), Logger = NullLogger.Instance,
        };
        await phrases.PrefetchAsync(SimulatedCall.Tenant, "1000", "en-US", new AgentSettings(), TestLine.RateHz, CancellationToken.None);
        using var hangUp = new CancellationTokenSource();
        var calls = Enumerable.Range(0, 50).Select(i => new Conversation(services,
            new ConversationContext(SimulatedCall.Tenant, new CallId($"edge1-{i}"), new EdgeId("edge1"), "1", "1000", "en-US", new AgentSettings(), true, ManualTime.Start),
            new TestLine(clock), new RecordedEvents()).RunAsync(hangUp.Token)).ToList();
        await hangUp.CancelAsync();
        var ends = await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(ends, e => Assert.Equal(CallOutcome.CallerHungUp, e.Outcome));
    }
}
