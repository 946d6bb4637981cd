using SmartPbx.Media.RealTime;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.Sip;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Hosting;

/// <summary>Puts the SIP side together: gate, stack, and the desks that answer requests.</summary>
internal sealed class EdgeSignalling(EdgeParts parts, CallRegistry registry, ILogger logger)
{
    /// <summary>The stack, ready to be started.</summary>
    public SipStack Open(MediaEngine media, ReadOnlyMemory<byte> nonceKey)
    {
        var desk = new SipDesk(parts.Admission, registry, parts.Metrics, logger);
        var options = parts.Options;
        var stack = new SipStack(new SipStackOptions
        {
            Listeners = options.SipListeners, TimeProvider = parts.Clock, Timers = new TransactionTimers { T1 = options.SipT1 }, Buffers = parts.Buffers,
            OnStackThread = PacketThreads.Join, OnWaited = parts.Admission.Load.Observe,
            Connections = Within(SipConnectionLimits.Default, parts.Files.SipConnections),
            Gate = new SourceGate(parts.Directory, parts.Bindings, parts.Admission, parts.Trunks, parts.Scanners, registry.HasPeer, options, parts.Metrics),
        }, desk);
        var phones = new PhoneAuthenticator(parts.Directory, parts.Scanners, new DigestVerifierOptions
        {
            NonceKey = nonceKey.ToArray(), TimeProvider = parts.Clock, Algorithms = options.DigestAlgorithms,
        });
        desk.Registrar = new RegistrarDesk(phones, parts.Bindings, parts.Clock);
        desk.Invites = new InviteDesk(Services(stack, media), parts.Directory, phones, parts.Bindings, parts.Admission, parts.Trunks);
        return stack;
    }

    // Strangers and single sources keep their share of what there is.
    private static SipConnectionLimits Within(SipConnectionLimits limits, int most) => most >= limits.MaxConnections ? limits : limits with
    {
        MaxConnections = most, MaxPerSource = Math.Max(1, most / 4), MaxStrangers = Math.Max(1, most / 10), MaxPerStranger = Math.Clamp(most / 10, 1, limits.MaxPerStranger),
    };

    private CallServices Services(SipStack stack, MediaEngine media) => new()
    {
        Options = parts.Options, Codecs = new CodecPolicy(parts.Options.Codecs, () => media.HasTranscodingRoom), Addresses = MediaAddresses.Of(parts.Options), Hosts = parts.Hosts, Toll = parts.Toll, Folder = parts.Folder, Sip = stack, Media = media, Directory = parts.Directory, Router = parts.Router,
        Bindings = parts.Bindings, Supervisions = parts.Supervisions, Registry = registry, Records = parts.Records,
        Journal = parts.Journal, Events = parts.Events, Recordings = parts.Recordings, RealTime = parts.RealTime, Notices = parts.Notices,
        Conversations = parts.Conversations, Metrics = parts.Metrics, Clock = parts.Clock, Ids = parts.Ids, Logger = logger,
    };
}
