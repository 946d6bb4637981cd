using System.Collections.Concurrent;

namespace SmartPbx.Sip.Tests;

/// <summary>The loop without a thread: one event at a time, none lost, whoever brings it.</summary>
public sealed class StackLoopTests
{
    private const int Writers = 8, EventsEach = 5_000;

    [Fact]
    public async Task Handles_one_event_at_a_time_and_loses_none()
    {
        int inside = 0, most = 0, handled = 0;
        var loop = new StackLoop(_ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            handled++;
            Interlocked.Decrement(ref inside);
        });
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (int i = 0; i < EventsEach; i++)
                if (writer % 2 == 0) loop.TryRun(default);
                else loop.Post(default);
        }));
        await Task.WhenAll(writers);
        await loop.CloseAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((1, Writers * EventsEach), (most, handled));
    }

    [Fact]
    public void A_message_is_handled_by_the_thread_that_brings_it()
    {
        int? handler = null;
        var loop = new StackLoop(_ => handler = Environment.CurrentManagedThreadId);
        loop.TryRun(default);

        Assert.Equal(Environment.CurrentManagedThreadId, handler);
    }

    [Fact]
    public async Task A_command_is_never_handled_inside_the_caller_who_may_hold_locks()
    {
        var handler = new TaskCompletionSource<int>();
        var loop = new StackLoop(_ => handler.TrySetResult(Environment.CurrentManagedThreadId));
        int caller = 0;
        var thread = new Thread(() =>
        {
            caller = Environment.CurrentManagedThreadId;
            loop.Post(default);
        });
        thread.Start();
        thread.Join();

        Assert.NotEqual(caller, await handler.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task What_a_handler_brings_comes_after_it()
    {
        var order = new ConcurrentQueue<string>();
        StackLoop loop = null!;
        loop = new StackLoop(item =>
        {
            order.Enqueue($"begin {item.Length}");
            if (item.Length == 0) loop.TryRun(new StackEvent(null, null, 1, default));
            order.Enqueue($"end {item.Length}");
        });
        loop.TryRun(default);
        await loop.CloseAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["begin 0", "end 0", "begin 1", "end 1"], order);
    }

    [Fact]
    public async Task Closing_waits_for_the_event_that_is_being_handled()
    {
        using var isInside = new ManualResetEventSlim();
        using var mayLeave = new ManualResetEventSlim();
        var loop = new StackLoop(_ =>
        {
            isInside.Set();
            mayLeave.Wait(TimeSpan.FromSeconds(30));
        });
        var bringing = Task.Run(() => loop.TryRun(default));
        Assert.True(isInside.Wait(TimeSpan.FromSeconds(30)));
        var closing = loop.CloseAsync();
        Assert.False(closing.IsCompleted);
        mayLeave.Set();
        await bringing;
        await closing.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
