using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Configuration;

/// <summary>How one edge runs: section <c>Edge</c> of the configuration, read and checked once at start by <see cref="EdgeOptionsReader"/>.</summary>
public sealed record EdgeOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Edge";

    /// <summary><c>Edge:EdgeId</c>: prefix of call ids and name of the command group.</summary>
    public required EdgeId EdgeId { get; init; }

    /// <summary><c>Edge:DataFolder</c>: journal, spool, CDR file, recordings and the protected directory copy live below it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// <c>Edge:Sip:Bind</c>, <c>AdvertisedHost</c> and <c>AdvertisedPort</c> name the UDP listener, <c>Edge:Sip:Listeners:n</c> any more
    /// (<see cref="ListenerReader"/>). Port 0 takes a free one.
    /// </summary>
    public IReadOnlyList<SipListener> SipListeners { get; init; } = [SipListener.Udp(new IPEndPoint(IPAddress.Loopback, 5060))];

    /// <summary><c>Edge:Dns:Servers</c>: name servers, comma-separated <c>address[:port]</c>; empty: those of the system. <c>Edge:Dns:TimeoutMs</c>: one server, one try.</summary>
    public DnsOptions Dns { get; init; } = new();

    /// <summary><c>Edge:Sip:T1Ms</c>: base timer of RFC 3261 §17.1.1.1.</summary>
    public TimeSpan SipT1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary><c>Edge:Sip:SessionExpiresSeconds</c>: a call whose peer is not heard of for so long ends (RFC 4028); at least 90.</summary>
    public TimeSpan SessionExpires { get; init; } = TimeSpan.FromSeconds(1_800);

    /// <summary>
    /// <c>Edge:Sip:DigestAlgorithms</c>: offered to phones in this order, <c>MD5</c> and <c>SHA-256</c> (RFC 8760). By the book the strongest comes first, but many
    /// phones in use look at the first challenge only and know only MD5. Some give up when they see SHA-256 at all: their extension has no such hash,
    /// and is not asked for it.
    /// </summary>
    public IReadOnlyList<DigestAlgorithm> DigestAlgorithms { get; init; } = [DigestAlgorithm.Md5, DigestAlgorithm.Sha256];

    /// <summary><c>Edge:Rtp:Bind</c>: local address of media sockets.</summary>
    public IPAddress RtpBind { get; init; } = IPAddress.Loopback;

    /// <summary><c>Edge:Rtp:AdvertisedAddress</c>: address written into SDP.</summary>
    public IPAddress RtpAdvertisedAddress { get; init; } = IPAddress.Loopback;

    /// <summary><c>Edge:Rtp:Ipv6:Bind</c>: the same in IPv6, beside an <c>Edge:Rtp:Bind</c> in IPv4; null: media in one family only.</summary>
    public IPAddress? RtpOtherBind { get; init; }

    /// <summary><c>Edge:Rtp:Ipv6:AdvertisedAddress</c>: address written into SDP for peers in IPv6.</summary>
    public IPAddress? RtpOtherAdvertisedAddress { get; init; }

    /// <summary><c>Edge:Rtp:FirstPort</c>.</summary>
    public int RtpFirstPort { get; init; } = 10_000;

    /// <summary><c>Edge:Rtp:LastPort</c>, inclusive.</summary>
    public int RtpLastPort { get; init; } = 20_000;

    /// <summary><c>Edge:Rtp:Codecs</c>: taken and offered in this order; <c>opus</c> only where libopus0 is installed.</summary>
    public IReadOnlyList<string> Codecs { get; init; } = CodecPolicy.Names;

    /// <summary><c>Edge:Rtp:TimeoutSeconds</c>: a leg that sends nothing for so long, and is not on hold, ends its call.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>Edge:Rtp:QuarantineSeconds</c>: rest of a crashed process's ports.</summary>
    public TimeSpan PortQuarantine { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>Edge:NoAnswerSeconds</c>: ringing time where the dialled number does not say its own.</summary>
    public TimeSpan NoAnswer { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary><c>Edge:Trunks:RetrySeconds</c>: first wait after a registration with a carrier failed; doubled with each failure in a row, up to half an hour.</summary>
    public TimeSpan TrunkRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Edge:DrainSeconds</c>: live calls get so long to end after SIGTERM.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><c>Edge:DirectoryPollMs</c>: how often the directory's change feed is read.</summary>
    public TimeSpan DirectoryPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary><c>Edge:PresenceTimeoutMs</c>: an operator's status that takes longer to read does not delay the call.</summary>
    public TimeSpan PresenceTimeout { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary><c>Edge:Limits:MaxCalls</c>: live calls of this edge.</summary>
    public int MaxCalls { get; init; } = 1_000;

    /// <summary><c>Edge:Limits:UnknownSourceInvitesPerSecond</c>: per address that is no trunk and has not authenticated.</summary>
    public int UnknownSourceInvitesPerSecond { get; init; } = 10;

    /// <summary><c>Edge:Limits:MaxBindings</c>: registered contacts of all tenants.</summary>
    public int MaxBindings { get; init; } = 10_000;

    /// <summary><c>Edge:Limits:MaxBindingsPerExtension</c>.</summary>
    public int MaxBindingsPerExtension { get; init; } = 10;

    /// <summary><c>Edge:AnswerUnknownSources</c>: 403 instead of silence for sources that are nobody's.</summary>
    public bool AnswerUnknownSources { get; init; }
}
