using Microsoft.Extensions.Logging;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>Writes warnings and errors to the test output, when EDGE_TEST_LOG names a file.</summary>
internal sealed class TestLogs : ILoggerProvider, ILogger
{
    private static readonly string? Target = Environment.GetEnvironmentVariable("EDGE_TEST_LOG");
    private static readonly Lock Gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => Target is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Target is null) return;
        lock (Gate) File.AppendAllText(Target, $"{logLevel} {formatter(state, exception)} {exception}\n");
    }

    public void Dispose() { }
}
