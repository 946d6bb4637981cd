namespace SmartPbx.Demo;

/// <summary>How long callers wait of late, from the end of a question to the agent's decision, smoothed over some five of them. Any thread.</summary>
internal sealed class AnswerLag
{
    private const double Weight = 0.2;
    private readonly Lock _lock = new();
    private double _milliseconds;

    public TimeSpan Value { get { lock (_lock) return TimeSpan.FromMilliseconds(_milliseconds); } }

    public void Add(double milliseconds)
    {
        lock (_lock) _milliseconds += Weight * (milliseconds - _milliseconds);
    }
}
