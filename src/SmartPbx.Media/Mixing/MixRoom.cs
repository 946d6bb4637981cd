using SmartPbx.Media.Codecs;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Mixing;

/// <summary>
/// A mixer at work: sources in, sinks out, 20 ms at a time, at 16 kHz when anybody speaks or hears a wideband codec, else at 8. Media thread
/// only, but for <see cref="Seat"/>. Whoever stays through a change of plan keeps jitter buffer, encoder and stream.
/// </summary>
internal sealed class MixRoom : IDisposable
{
    private const int NarrowbandHz = 8000, WidebandHz = 16_000;

    private readonly List<MixSource> _sources = [];
    private readonly List<MixSink> _sinks = [];
    private MixSeating? _next; // exchanged between the threads
    private MixSeating? _seating;
    private int _rate;

    /// <summary>The listeners.</summary>
    public IReadOnlyList<MixSink> Sinks => _sinks;

    /// <summary>No more ticks.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Relay thread: from the next tick on this holds.</summary>
    public void Seat(MixSeating seating) => Volatile.Write(ref _next, seating);

    /// <summary>Each 20 ms: every source has its next frame.</summary>
    public void Tick()
    {
        if (Interlocked.Exchange(ref _next, null) is { } seating) Rearrange(seating);
        else if (_seating is { } same && RateOf(same) != _rate) Rearrange(same);
        for (int i = 0; i < _sources.Count; i++) _sources[i].Tick();
    }

    public void Dispose()
    {
        IsClosed = true;
        foreach (MixSource source in _sources) source.Dispose();
        foreach (MixSink sink in _sinks) sink.Dispose();
        _sources.Clear();
        _sinks.Clear();
    }

    private void Rearrange(MixSeating seating)
    {
        int rate = RateOf(seating);
        Leave(_sources, source => rate == _rate && seating.Inputs.Any(input => input.Tap == source.Tap));
        Leave(_sinks, sink => seating.Outputs.Any(output => output.Leg == sink.Leg));
        (_seating, _rate) = (seating, rate);
        foreach (var (_, tap) in seating.Inputs)
            if (!_sources.Exists(source => source.Tap == tap)) _sources.Add(new MixSource(tap, rate));
        foreach (MixSeating.Listener listener in seating.Outputs)
        {
            if (_sinks.Find(sink => sink.Leg == listener.Leg) is not { } sink) _sinks.Add(sink = new MixSink(listener.Leg, listener.Ssrc));
            sink.Hear([.. listener.Hears.Select(heard => _sources.Find(source => source.Tap == heard.Tap)!)], [.. listener.Hears.Select(heard => heard.Gain)], rate);
        }
    }

    private static void Leave<T>(List<T> seated, Predicate<T> stays) where T : IDisposable
    {
        foreach (T one in seated)
            if (!stays(one)) one.Dispose();
        seated.RemoveAll(one => !stays(one));
    }

    private static int RateOf(MixSeating seating)
    {
        for (int i = 0; i < seating.Inputs.Count; i++)
            if (IsWide(seating.Inputs[i].Leg)) return WidebandHz;
        for (int i = 0; i < seating.Outputs.Count; i++)
            if (IsWide(seating.Outputs[i].Leg)) return WidebandHz;
        return NarrowbandHz;
    }

    private static bool IsWide(LegState leg) => leg.Remote is { } remote && AudioCodecs.TryFind(remote.Codec, out IAudioCodec? codec) && codec.SampleRateHz > NarrowbandHz;
}
