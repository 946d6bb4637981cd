using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Relay;

/// <summary>
/// How packets change on their way from one leg's peer to the other's: payload types renumbered, G.711 law converted, or decoded and encoded
/// anew when the two share no codec. Replaced as a whole when either side changes; only the transcoder, if any, has a state.
/// </summary>
internal sealed class RelayRoute
{
    /// <summary>In the map: this payload type does not pass.</summary>
    public const byte Blocked = 0xFF;

    /// <summary>In the map: nothing passes, for a mix feeds the other side; the mixer has its copy. Beside <see cref="Blocked"/>, so that one comparison finds both.</summary>
    public const byte Mixed = 0xFE;

    /// <summary>Comfort noise (RFC 3389 section 4: static number 13).</summary>
    public const byte ComfortNoise = 13;

    private readonly byte[] _payloadTypes = new byte[128];

    private RelayRoute(RemoteMedia from, RemoteMedia to, Transcoder? transcoder)
    {
        Transcoder = transcoder;
        Conversion = FindConversion(from.Codec, to.Codec);
        SourcePayloadType = from.Codec.PayloadType;
        EventPayloadType = from.TelephoneEventPayloadType ?? Blocked;
        (FromEventClockHz, ToEventClockHz) = (from.TelephoneEventClockRateHz, to.TelephoneEventClockRateHz);
    }

    /// <summary>256 entries for the payload's bytes, or null when both speak the same codec.</summary>
    public byte[]? Conversion { get; }

    /// <summary>Makes the packets of the other side's codec; null when they pass.</summary>
    public Transcoder? Transcoder { get; }

    /// <summary>The source's codec, for those who are shown its packets in place of a mix; null when it is none that we know.</summary>
    public IAudioCodec? Source { get; private init; }

    /// <summary>The source's number of its codec.</summary>
    public byte SourcePayloadType { get; }

    /// <summary>The source's number of telephone-event.</summary>
    public byte EventPayloadType { get; }

    public int FromEventClockHz { get; }

    public int ToEventClockHz { get; }

    /// <summary>Whether event durations count differently on the two sides.</summary>
    public bool ScalesEvents => FromEventClockHz != ToEventClockHz;

    public byte Map(byte payloadType) => _payloadTypes[payloadType];

    /// <summary>
    /// Numbers that neither side declared pass as they are (comfort noise, codecs the caller chose not to tell), but not to a side with another codec.
    /// </summary>
    /// <param name="from">Whose packets they are.</param>
    /// <param name="to">Who gets them.</param>
    /// <param name="former">The route until now: its transcoder goes on when it still fits, else it is closed.</param>
    /// <param name="pool">Where transcoders run; asked only when one is needed.</param>
    /// <param name="toHearsMix">A mix feeds the other side.</param>
    public static RelayRoute Between(RemoteMedia from, RemoteMedia to, RelayRoute? former, TranscodingPool pool, bool toHearsMix = false)
    {
        if (toHearsMix) return ForMix(from, to, former);
        bool same = from.Codec.SameEncoding(to.Codec) || FindConversion(from.Codec, to.Codec) is not null;
        Transcoder? transcoder = same ? null : FindTranscoder(from, to, former?.Transcoder, pool);
        if (former?.Transcoder != transcoder) former?.Close();
        var route = new RelayRoute(from, to, transcoder);
        for (byte payloadType = 0; payloadType < 128; payloadType++) route._payloadTypes[payloadType] = same ? payloadType : Blocked;
        if (same || transcoder is not null) route._payloadTypes[from.Codec.PayloadType] = to.Codec.PayloadType;
        if (transcoder is not null) route._payloadTypes[ComfortNoise] = ComfortNoise;
        if (from.TelephoneEventPayloadType is { } events) route._payloadTypes[events] = to.TelephoneEventPayloadType ?? Blocked;
        return route;
    }

    private static RelayRoute ForMix(RemoteMedia from, RemoteMedia to, RelayRoute? former)
    {
        former?.Close();
        AudioCodecs.TryFind(from.Codec, out IAudioCodec? source);
        var route = new RelayRoute(from, to, null) { Source = source };
        Array.Fill(route._payloadTypes, Mixed);
        return route;
    }

    /// <summary>The route is not used any more.</summary>
    public void Close() => Transcoder?.Thread.Close(Transcoder);

    private static Transcoder? FindTranscoder(RemoteMedia from, RemoteMedia to, Transcoder? former, TranscodingPool pool)
    {
        if (!AudioCodecs.TryFind(from.Codec, out IAudioCodec? source) || !AudioCodecs.TryFind(to.Codec, out IAudioCodec? target)) return null;
        return former is not null && former.Fits(source, to) ? former : new Transcoder(source, to, target, pool.Assign());
    }

    private static byte[]? FindConversion(PayloadFormat from, PayloadFormat to) =>
        from.SameEncoding(PayloadFormat.Pcmu) && to.SameEncoding(PayloadFormat.Pcma) ? G711.MuToA
        : from.SameEncoding(PayloadFormat.Pcma) && to.SameEncoding(PayloadFormat.Pcmu) ? G711.AToMu
        : null;
}
