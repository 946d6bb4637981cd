using System.Net;

namespace SmartPbx.Sip.Tests.Kit;

internal sealed record SentMessage(IPEndPoint Source, IPEndPoint Destination, string Text)
{
    /// <summary>Method of a request, status of a response.</summary>
    public string Kind => Text.StartsWith("SIP/2.0 ", StringComparison.Ordinal) ? Text[8..11] : Text[..Text.IndexOf(' ', StringComparison.Ordinal)];
}
