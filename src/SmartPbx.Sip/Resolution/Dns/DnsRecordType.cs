namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>The record types that SIP needs (RFC 1035 §3.2.2, RFC 3596, RFC 2782, RFC 3403).</summary>
internal enum DnsRecordType
{
    A = 1,
    Cname = 5,
    Soa = 6,
    Aaaa = 28,
    Srv = 33,
    Naptr = 35,
}
