using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution.Dns;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Resolution;

/// <summary>
/// Locating SIP servers by RFC 3263 §4: a number needs no question, a port needs addresses, a transport needs SRV, and a bare domain NAPTR
/// first. Candidates come in the order to try them. Thread-safe.
/// </summary>
public sealed class SipResolver(SipResolverOptions options) : ISipResolver
{
    private const int MaxServices = 8;
    private const int MaxTargets = 8;
    private const int MaxCandidates = 32;

    private readonly DnsClient _dns = new(options.Dns, options.Tokens, options.TimeProvider);

    public async ValueTask<IReadOnlyList<SipFlow>> ResolveAsync(SipUri nextHop, CancellationToken cancellationToken)
    {
        if (NumericNextHop.TryGetFlow(nextHop, out var numeric))
            return options.Kinds.Contains(numeric.Kind) && options.Families.Contains(numeric.Remote.AddressFamily) ? [numeric] : [];
        if (!TransportParameter.TryRead(nextHop, out var kind) || (kind is { } asked && !options.Kinds.Contains(asked)))
            return [];
        using var total = new CancellationTokenSource(options.Dns.TotalTimeout, options.TimeProvider);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        try
        {
            var found = await FindAsync(nextHop, kind, limit.Token).ConfigureAwait(false);
            return [.. found.Distinct().Take(MaxCandidates)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }

    private async Task<List<SipFlow>> FindAsync(SipUri uri, SipTransportKind? kind, CancellationToken cancellationToken)
    {
        string target = NumericNextHop.Target(uri);
        bool isSecure = uri.Scheme == "sips";
        var fallback = kind ?? (isSecure ? SipTransportKind.Tls : SipTransportKind.Udp);
        if (uri.Port is { } port)
            return await AddressesAsync(uri, target, fallback, port, cancellationToken).ConfigureAwait(false);
        var services = kind is { } named ? [named] : isSecure ? [SipTransportKind.Tls] : options.Kinds;
        var found = new List<SipFlow>();
        if (kind is null)
            found = await ByNaptrAsync(uri, target, isSecure, cancellationToken).ConfigureAwait(false);
        // §4.1: without NAPTR, SRV for each transport that we have; §4.2: without SRV, the addresses of the domain itself.
        foreach (var service in found.Count > 0 ? [] : services)
            found.AddRange(await BySrvAsync(uri, $"{PrefixOf(service)}.{target}", service, cancellationToken).ConfigureAwait(false));
        return found.Count > 0 ? found : await AddressesAsync(uri, target, fallback, fallback.DefaultPort(), cancellationToken).ConfigureAwait(false);
    }

    private async Task<List<SipFlow>> ByNaptrAsync(SipUri uri, string target, bool isSecure, CancellationToken cancellationToken)
    {
        var answer = await _dns.AskAsync(target, DnsRecordType.Naptr, cancellationToken).ConfigureAwait(false);
        var found = new List<SipFlow>();
        foreach (var record in answer.Records.OfType<DnsRecord.Naptr>().OrderBy(record => record.Order).ThenBy(record => record.Preference).Take(MaxServices))
        {
            // "s": the replacement is a name with SRV records. A sips: URI discards what is not secure (§4.1).
            if (!record.Flags.Equals("s", StringComparison.OrdinalIgnoreCase) || KindOf(record.Services) is not { } kind
                || !options.Kinds.Contains(kind) || (isSecure && !kind.IsSecure()))
                continue;
            found.AddRange(await BySrvAsync(uri, record.Replacement, kind, cancellationToken).ConfigureAwait(false));
        }
        return found;
    }

    private async Task<List<SipFlow>> BySrvAsync(SipUri uri, string name, SipTransportKind kind, CancellationToken cancellationToken)
    {
        var answer = await _dns.AskAsync(name, DnsRecordType.Srv, cancellationToken).ConfigureAwait(false);
        var found = new List<SipFlow>();
        foreach (var record in SrvOrder.Of(answer.Records.OfType<DnsRecord.Service>(), Draw).Take(MaxTargets))
            if (record.Target.Length > 0) // "." says that there is no such service (RFC 2782)
                found.AddRange(await AddressesAsync(uri, record.Target, kind, record.Port, cancellationToken).ConfigureAwait(false));
        return found;
    }

    private async Task<List<SipFlow>> AddressesAsync(SipUri uri, string host, SipTransportKind kind, int port, CancellationToken cancellationToken)
    {
        if (!options.Kinds.Contains(kind))
            return [];
        var asked = options.Families.Select(family => _dns.AskAsync(host, family == AddressFamily.InterNetworkV6 ? DnsRecordType.Aaaa : DnsRecordType.A, cancellationToken));
        var answers = await Task.WhenAll(asked).ConfigureAwait(false);
        // The certificate must prove the domain that was asked for, not the host that DNS named (RFC 5922 §7).
        string? name = kind.IsSecure() ? uri.Host : null;
        return [.. answers.SelectMany(answer => answer.Records).OfType<DnsRecord.Address>()
            .Select(record => new SipFlow(kind, new IPEndPoint(record.Value, port)) { ServerName = name })];
    }

    private int Draw(int most)
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        options.Tokens.Fill(random);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(random) % ((ulong)most + 1));
    }

    // RFC 3263 §4.2 and §8.1
    private static string PrefixOf(SipTransportKind kind) => kind switch
    {
        SipTransportKind.Udp => "_sip._udp",
        SipTransportKind.Tcp => "_sip._tcp",
        _ => "_sips._tcp",
    };

    private static SipTransportKind? KindOf(string services) => services.ToUpperInvariant() switch
    {
        "SIP+D2U" => SipTransportKind.Udp,
        "SIP+D2T" => SipTransportKind.Tcp,
        "SIPS+D2T" => SipTransportKind.Tls,
        _ => null,
    };
}
