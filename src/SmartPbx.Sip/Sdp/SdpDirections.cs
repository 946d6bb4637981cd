namespace SmartPbx.Sip.Sdp;

/// <summary>Directions by name, and seen from the other side.</summary>
public static class SdpDirections
{
    private static readonly (string Name, SdpDirection Direction)[] _names =
    [
        ("sendrecv", SdpDirection.SendRecv),
        ("sendonly", SdpDirection.SendOnly),
        ("recvonly", SdpDirection.RecvOnly),
        ("inactive", SdpDirection.Inactive),
    ];

    internal static SdpDirection? Find(IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var (name, direction) in _names)
            if (SdpAttribute.Find(attributes, name) is not null)
                return direction;
        return null;
    }

    /// <summary>The attribute (RFC 8866 §6.7).</summary>
    public static string NameOf(SdpDirection direction)
    {
        foreach (var (name, named) in _names)
            if (named == direction)
                return name;
        throw new ArgumentOutOfRangeException(nameof(direction));
    }

    /// <summary>The same stream seen from the other side.</summary>
    public static SdpDirection Reverse(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => SdpDirection.RecvOnly,
        SdpDirection.RecvOnly => SdpDirection.SendOnly,
        _ => direction,
    };
}
