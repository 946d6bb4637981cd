namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>What a question came to: records, none (the name or the type is not there), or a failure, which is not known to be an answer.</summary>
internal sealed record DnsAnswer(IReadOnlyList<DnsRecord> Records, TimeSpan Ttl, bool IsFailure = false)
{
    public static DnsAnswer Failure(TimeSpan ttl) => new([], ttl, true);
}
