using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class DecodingThreadsTests
{
    private const int Count = 3;

    [Fact]
    public async Task Nothing_is_decoded_by_a_worker_of_the_thread_pool_and_nothing_else_by_a_decoding_thread()
    {
        using var threads = new DecodingThreads("decoding", Count);
        Assert.False(await threads.RunAsync(() => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None));
        Assert.False(await AfterwardsOnADecodingThread(threads));
    }

    [Fact]
    public async Task Who_comes_first_is_decoded_first()
    {
        using var threads = new DecodingThreads("decoding", Count);
        using var go = new ManualResetEventSlim();
        List<int> order = [];
        var holding = Enumerable.Range(1, Count - 1).Select(_ => threads.RunAsync(() => { go.Wait(); return 0; }, CancellationToken.None)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => threads.RunAsync(() => { order.Add(n); return n; }, CancellationToken.None))); // by the one thread left
        Assert.Equal(Enumerable.Range(0, 20), order);
        go.Set();
        await Task.WhenAll(holding);
    }

    [Fact]
    public async Task A_decoder_that_fails_fails_for_its_caller_alone()
    {
        using var threads = new DecodingThreads("decoding", Count);
        await Assert.ThrowsAsync<InvalidOperationException>(() => threads.RunAsync<int>(() => throw new InvalidOperationException(), CancellationToken.None));
        Assert.Equal(1, await threads.RunAsync(() => 1, CancellationToken.None));
    }

    private static async Task<bool> AfterwardsOnADecodingThread(DecodingThreads threads)
    {
        var decoding = await threads.RunAsync(() => Thread.CurrentThread, CancellationToken.None).ConfigureAwait(false);
        return Thread.CurrentThread == decoding;
    }

    [Fact]
    public async Task Its_threads_end_with_it()
    {
        var threads = new DecodingThreads("decoding", Count);
        var thread = await threads.RunAsync(() => Thread.CurrentThread, CancellationToken.None);
        threads.Dispose();
        Assert.True(thread.Join(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Who_gave_up_before_his_turn_is_not_decoded()
    {
        using var threads = new DecodingThreads("decoding", Count);
        using var go = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var holding = Enumerable.Range(0, Count).Select(_ => threads.RunAsync(() => { go.Wait(); return 0; }, CancellationToken.None)).ToArray();
        var waiting = threads.RunAsync(() => 1, cancelled.Token);
        await cancelled.CancelAsync();
        go.Set();
        await Task.WhenAll(holding);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
