namespace SmartPbx.Interop.Peers;

/// <summary>A scenario that is written as code: a peer's commands do not fit into a file.</summary>
internal sealed record ActedScenario(string Name, string What, string Peer, string Transport, Func<Place, CancellationToken, Task<string?>> Play, params string[] NeedsThese) : IScenario
{
    private const int DefaultSeconds = 45;

    public IReadOnlyList<string> Needs => NeedsThese;

    public OldPhones OldPhones { get; init; }

    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(DefaultSeconds);

    public Task<string?> PlayAsync(Place place, CancellationToken cancellationToken) => Play(place, cancellationToken);
}
