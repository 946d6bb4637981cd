namespace SmartPbx.Interop.Soak.Load;

/// <summary>
/// What a bad network does with each packet of one direction: loses some in bursts (Gilbert: a good and a bad state), sends some twice, and holds some
/// back so long that later ones overtake them. Thread-safe, and the same for the same seed and order.
/// </summary>
internal sealed class BadWire(WireFaults faults, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private bool _isBad;

    public long Lost { get; private set; }
    public long Doubled { get; private set; }
    public long Late { get; private set; }

    public WireFate Next()
    {
        lock (_gate)
        {
            _isBad = _isBad ? _random.NextDouble() >= faults.BurstEnds : _random.NextDouble() < faults.BurstBegins;
            if (_isBad || _random.NextDouble() < faults.Loss)
            {
                Lost++;
                return WireFate.Lost;
            }
            var delay = _random.NextDouble() < faults.Late ? faults.LateBy * (0.5 + _random.NextDouble()) : TimeSpan.Zero;
            var copies = _random.NextDouble() < faults.Doubled ? 2 : 1;
            if (delay > TimeSpan.Zero) Late++;
            if (copies > 1) Doubled++;
            return new WireFate(copies, delay);
        }
    }
}
