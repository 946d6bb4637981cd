namespace SmartPbx.EndToEnd.Tests;

/// <summary>One running product for the tests that leave it as they found it.</summary>
public sealed class SharedProduct : IAsyncLifetime
{
    public Running Running { get; private set; } = null!;

    public async Task InitializeAsync() => Running = await Running.StartAsync(CancellationToken.None);

    public async Task DisposeAsync() => await Running.DisposeAsync();
}
