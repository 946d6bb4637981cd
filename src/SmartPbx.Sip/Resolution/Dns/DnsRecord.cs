using System.Net;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>One resource record, its data read. Names are absolute, without the last dot.</summary>
internal abstract record DnsRecord(string Name, TimeSpan Ttl)
{
    /// <summary>A and AAAA.</summary>
    public sealed record Address(string Name, TimeSpan Ttl, IPAddress Value) : DnsRecord(Name, Ttl);

    public sealed record Alias(string Name, TimeSpan Ttl, string Target) : DnsRecord(Name, Ttl);

    /// <summary>RFC 2782; an empty target means that there is no such service.</summary>
    public sealed record Service(string Name, TimeSpan Ttl, int Priority, int Weight, int Port, string Target) : DnsRecord(Name, Ttl);

    /// <summary>RFC 3403; for SIP the replacement is all that counts.</summary>
    public sealed record Naptr(string Name, TimeSpan Ttl, int Order, int Preference, string Flags, string Services, string Replacement) : DnsRecord(Name, Ttl);

    /// <summary>Of a zone: says how long the lack of a name may be remembered (RFC 2308 §5).</summary>
    public sealed record Authority(string Name, TimeSpan Ttl, TimeSpan NegativeTtl) : DnsRecord(Name, Ttl);
}
