using System.Net;
using System.Text;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// The door in front of the SIP stack, the same for every transport. Requests of addresses that are neither a trunk nor a registered phone nor
/// a peer of a live call are counted and left in silence before anything is parsed, so a scanner learns nothing and costs nothing. REGISTER
/// passes at a bounded rate, because that is how a phone becomes known.
/// </summary>
public sealed class SourceGate(DirectoryService directory, BindingTable bindings, CallAdmission admission, Func<IPAddress, bool> isPeerOfCall, EdgeOptions options,
    EdgeMetrics metrics) : ISipGate
{
    public bool IsKnown(IPAddress address) => directory.Current.HasTrunk(address) || bindings.HasSource(address) || isPeerOfCall(address);

    public bool MayEnter(ReadOnlySpan<byte> message, SipFlow flow)
    {
        var source = flow.Remote.Address;
        if (message.StartsWith("SIP/2.0 "u8) || IsKnown(source)) return true;
        if (message.StartsWith("REGISTER "u8)) return true; // the registrar limits its rate
        var method = message[..Math.Max(0, message[..Math.Min(message.Length, 16)].IndexOf((byte)' '))];
        if (method.SequenceEqual("ACK"u8)) return options.AnswerUnknownSources;
        metrics.SourceIgnored(Known(method));
        return options.AnswerUnknownSources && admission.TryTakeUnknown(source);
    }

    // A label must not grow with what strangers send.
    private static string Known(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("INVITE"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("BYE"u8) ? Encoding.ASCII.GetString(method).ToLowerInvariant() : "other";
}
