using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Sdp;

/// <summary>Writes a session description, line by line in the order of RFC 8866 §5.</summary>
internal static class SdpWriter
{
    public static void Write(SipMessageWriter writer, SdpSession session)
    {
        var origin = session.Origin;
        writer.Write($"v=0\r\no={origin.Username} {origin.SessionId} {origin.Version} IN {KindOf(origin.Address)} {origin.Address}\r\ns={session.Name}\r\n");
        WriteConnection(writer, session.Connection);
        WriteBandwidths(writer, session.Bandwidths);
        writer.Write($"t={session.Timing.Start} {session.Timing.Stop}\r\n");
        WriteAttributes(writer, session.Attributes);
        for (int i = 0; i < session.Media.Count; i++)
            WriteMedia(writer, session.Media[i]);
    }

    private static void WriteMedia(SipMessageWriter writer, SdpMedia media)
    {
        writer.Write($"m={media.Kind} {media.Port} {media.Protocol}");
        for (int i = 0; i < media.Formats.Count; i++)
            writer.Write($" {media.Formats[i]}");
        writer.Write("\r\n"u8);
        WriteConnection(writer, media.Connection);
        WriteBandwidths(writer, media.Bandwidths);
        WriteAttributes(writer, media.Attributes);
    }

    private static void WriteConnection(SipMessageWriter writer, string? address)
    {
        if (address is not null)
            writer.Write($"c=IN {KindOf(address)} {address}\r\n");
    }

    private static void WriteBandwidths(SipMessageWriter writer, IReadOnlyList<SdpBandwidth> bandwidths)
    {
        for (int i = 0; i < bandwidths.Count; i++)
            writer.Write($"b={bandwidths[i].Type}:{bandwidths[i].Value}\r\n");
    }

    private static void WriteAttributes(SipMessageWriter writer, IReadOnlyList<SdpAttribute> attributes)
    {
        for (int i = 0; i < attributes.Count; i++)
        {
            var (name, value) = attributes[i];
            writer.Write("a="u8);
            writer.Write(name);
            if (value is not null)
            {
                writer.Write((byte)':');
                writer.Write(value);
            }
            writer.Write("\r\n"u8);
        }
    }

    private static string KindOf(string address) => address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";
}
