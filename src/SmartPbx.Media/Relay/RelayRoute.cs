using SmartPbx.Media.Codecs;

namespace SmartPbx.Media.Relay;

/// <summary>How packets change on their way from one leg's peer to the other's: payload types renumbered, G.711 law converted. Immutable.</summary>
internal sealed class RelayRoute
{
    /// <summary>In the map: this payload type does not pass.</summary>
    public const byte Blocked = 0xFF;

    private readonly byte[] _payloadTypes = new byte[128];

    private RelayRoute(byte[]? conversion) => Conversion = conversion;

    /// <summary>256 entries for the payload's bytes, or null when both speak the same codec.</summary>
    public byte[]? Conversion { get; }

    public byte Map(byte payloadType) => _payloadTypes[payloadType];

    /// <summary>Numbers that neither side declared pass as they are (comfort noise, codecs the caller chose not to tell).</summary>
    public static RelayRoute Between(RemoteMedia from, RemoteMedia to)
    {
        var route = new RelayRoute(FindConversion(from.Codec, to.Codec));
        for (byte payloadType = 0; payloadType < 128; payloadType++) route._payloadTypes[payloadType] = payloadType;
        route._payloadTypes[from.Codec.PayloadType] = to.Codec.PayloadType;
        if (from.TelephoneEventPayloadType is { } events) route._payloadTypes[events] = to.TelephoneEventPayloadType ?? Blocked;
        return route;
    }

    private static byte[]? FindConversion(PayloadFormat from, PayloadFormat to) =>
        from.SameEncoding(PayloadFormat.Pcmu) && to.SameEncoding(PayloadFormat.Pcma) ? G711.MuToA
        : from.SameEncoding(PayloadFormat.Pcma) && to.SameEncoding(PayloadFormat.Pcmu) ? G711.AToMu
        : null;
}
