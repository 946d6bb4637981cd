using System.Net;
using System.Text;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Admission;

/// <summary>
/// The door in front of the SIP stack, the same for every transport. Requests of addresses that are neither a trunk nor a registered phone nor
/// a peer of a live call are counted and left in silence before anything is parsed, so a scanner learns nothing and costs nothing. REGISTER
/// passes at a bounded rate, because that is how a phone becomes known.
/// </summary>
public sealed class SourceGate(DirectoryService directory, BindingTable bindings, CallAdmission admission, TrunkBoard trunks, ScannerGuard scanners,
    Func<IPAddress, bool> isPeerOfCall, EdgeOptions options, EdgeMetrics metrics) : ISipGate
{
    public bool IsKnown(IPAddress address) => IsCarrier(address) || bindings.HasSource(address) || isPeerOfCall(address);

    public bool MayEnter(ReadOnlySpan<byte> message, SipFlow flow)
    {
        var source = flow.Remote.Address;
        message = message.TrimStart("\r\n"u8); // keep-alives, alone or before a start line (RFC 3261 §7.5)
        if (message.IsEmpty) return true;
        if (message.StartsWith("SIP/2.0 "u8) || IsCarrier(source) || bindings.HasFlow(flow)) return true;
        if (scanners.IsSilenced(flow, isPeerOfCall(source)) || scanners.Catches(message, flow)) return false;
        // A phone becomes known by REGISTER; here its rate is limited, where it costs no transaction.
        if (message.StartsWith("REGISTER "u8)) return MayAsk(source, "register_rate");
        if (IsKnown(source)) return true;
        var method = message[..Math.Max(0, message[..Math.Min(message.Length, 16)].IndexOf((byte)' '))];
        // A carrier that signs in may come from anywhere; how often a stranger is asked who he is stays bounded.
        var answers = options.AnswerUnknownSources || directory.Current.HasTrunkFromAnywhere;
        if (method.SequenceEqual("ACK"u8)) return answers;
        metrics.SourceIgnored(Known(method));
        return answers && admission.TryTakeUnknown(source);
    }

    private bool IsCarrier(IPAddress address) => directory.Current.HasTrunk(address) || trunks.IsTarget(address);

    private bool MayAsk(IPAddress source, string what)
    {
        if (admission.TryTakeUnknown(source)) return true;
        metrics.SourceIgnored(what);
        return false;
    }

    // A label must not grow with what strangers send.
    private static string Known(ReadOnlySpan<byte> method) =>
        method.SequenceEqual("INVITE"u8) || method.SequenceEqual("OPTIONS"u8) || method.SequenceEqual("BYE"u8) ? Encoding.ASCII.GetString(method).ToLowerInvariant() : "other";
}
