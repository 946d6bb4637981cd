using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Resolution.Dns;

namespace SmartPbx.Sip.Resolution;

/// <summary>A and AAAA records by our own DNS client, with its cache and its bounds. Thread-safe.</summary>
public sealed class HostResolver(DnsOptions options, SipTokens tokens, TimeProvider time) : IHostResolver
{
    private readonly DnsClient _dns = new(options, tokens, time);

    public async ValueTask<IReadOnlyList<IPAddress>> FindAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        using var total = new CancellationTokenSource(options.TotalTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(total.Token, cancellationToken);
        try
        {
            var type = family == AddressFamily.InterNetworkV6 ? DnsRecordType.Aaaa : DnsRecordType.A;
            var answer = await _dns.AskAsync(host, type, limit.Token).ConfigureAwait(false);
            return [.. answer.Records.OfType<DnsRecord.Address>().Select(record => record.Value)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
    }
}
