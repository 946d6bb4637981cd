using System.Text;
using SmartPbx.Sip.Messages;

namespace SmartPbx.Sip.Sdp;

/// <summary>The session description in a message: its whole body, or one part of a multipart (RFC 5621 §3), as carriers send it beside ISUP.</summary>
public static class SdpBody
{
    private const int MaxParts = 16;
    private const int MaxBoundary = 70; // RFC 2046 §5.1.1

    /// <summary>
    /// <c>false</c> when there is a body and it is broken (<paramref name="error"/>: answer 400) or of another type (<c>null</c>: answer 415).
    /// <c>true</c> with <c>null</c> when there is no body.
    /// </summary>
    public static bool TryRead(SipMessage message, out SdpSession? session, out SdpParseError? error)
    {
        (session, error) = (null, null);
        if (message.Body.IsEmpty)
            return true;
        // Several ask for it, and it is the same for all.
        var reading = message.BodyReading as Reading ?? Read(message);
        message.BodyReading = reading;
        (session, error) = (reading.Session, reading.Error);
        return session is not null;
    }

    private static Reading Read(SipMessage message)
    {
        if (Find(message) is not { } text)
            return new Reading(null, null);
        return SdpSession.TryParse(text.Span, out var session, out var wrong) ? new Reading(session, null) : new Reading(null, wrong);
    }

    private static ReadOnlyMemory<byte>? Find(SipMessage message) => message.ContentType switch
    {
        SdpSession.ContentType => message.Body,
        { } type when type.StartsWith("multipart/", StringComparison.Ordinal) && BoundaryOf(message) is { } boundary => FindPart(message.Body, boundary),
        _ => null,
    };

    private static byte[]? BoundaryOf(SipMessage message)
    {
        foreach (string parameter in (message.Headers["Content-Type"] ?? "").Split(';', StringSplitOptions.TrimEntries))
            if (parameter.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase) && parameter["boundary=".Length..].Trim('"') is { Length: > 0 and <= MaxBoundary } boundary)
                return Encoding.UTF8.GetBytes("--" + boundary);
        return null;
    }

    // Parts lie between delimiter lines; each has headers, an empty line, and content (RFC 2046 §5.1.1).
    private static ReadOnlyMemory<byte>? FindPart(ReadOnlyMemory<byte> body, byte[] boundary)
    {
        for (int i = 0; i < MaxParts; i++)
        {
            int start = body.Span.IndexOf(boundary);
            if (start < 0)
                return null;
            body = body[(start + boundary.Length)..];
            int end = body.Span.IndexOf(boundary);
            if (end < 0)
                return null;
            int content = body.Span[..end].IndexOf("\r\n\r\n"u8);
            if (content >= 0 && IsDescription(body.Span[..content]))
                return body[(content + 4)..end];
            body = body[end..];
        }
        return null;
    }

    private sealed record Reading(SdpSession? Session, SdpParseError? Error);

    private static bool IsDescription(ReadOnlySpan<byte> headers)
    {
        foreach (string line in Encoding.UTF8.GetString(headers).Split("\r\n"))
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value]
                && (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) || name.Equals("c", StringComparison.OrdinalIgnoreCase)))
                return value.Split(';')[0].Trim().Equals(SdpSession.ContentType, StringComparison.OrdinalIgnoreCase);
        return false;
    }
}
