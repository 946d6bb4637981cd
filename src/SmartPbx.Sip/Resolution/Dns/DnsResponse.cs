using System.Net;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>A response that fits its question. Records that SIP has no use for are left out.</summary>
internal sealed record DnsResponse(int Code, bool IsTruncated, IReadOnlyList<DnsRecord> Answers, IReadOnlyList<DnsRecord> Authorities)
{
    public const int NoError = 0;
    public const int NameError = 3;

    private const int ResponseBit = 0x8000;
    private const int OpcodeBits = 0x7800;
    private const int TruncatedBit = 0x0200;
    private const int CodeBits = 0x000F;
    private const int MaxRecords = 256;

    /// <summary><c>false</c> for what does not answer this question under this id: garbage, a forgery, or an answer to something else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> message, ushort id, DnsQuestion question, out DnsResponse response)
    {
        response = new DnsResponse(0, false, [], []);
        var reader = new DnsReader(message);
        bool isOurs = reader.Word() == id;
        int flags = reader.Word();
        int questions = reader.Word();
        int answers = reader.Word();
        int authorities = reader.Word();
        reader.Word(); // additional records are not believed
        if (!isOurs || (flags & ResponseBit) == 0 || (flags & OpcodeBits) != 0 || questions != 1 || answers + authorities > MaxRecords)
            return false;
        if (reader.Name() != question.Name || reader.Word() != (int)question.Type || reader.Word() != DnsQuestion.ClassInternet || reader.IsBroken)
            return false;
        bool isTruncated = (flags & TruncatedBit) != 0;
        if (isTruncated)
        {
            response = new DnsResponse(flags & CodeBits, true, [], []); // what came is not the whole: it is asked for again
            return true;
        }
        response = new DnsResponse(flags & CodeBits, false, ReadRecords(ref reader, answers), ReadRecords(ref reader, authorities));
        return !reader.IsBroken;
    }

    private static List<DnsRecord> ReadRecords(ref DnsReader reader, int count)
    {
        var records = new List<DnsRecord>();
        for (int i = 0; i < count && !reader.IsBroken; i++)
            if (ReadRecord(ref reader) is { } record)
                records.Add(record);
        return records;
    }

    private static DnsRecord? ReadRecord(ref DnsReader reader)
    {
        string name = reader.Name();
        int type = reader.Word();
        int recordClass = reader.Word();
        var ttl = TtlOf(reader.Long());
        int length = reader.Word();
        int end = reader.Position + length;
        var record = recordClass == DnsQuestion.ClassInternet ? ReadData(ref reader, (DnsRecordType)type, name, ttl, length) : null;
        // Data must end where its length says; what was not read is skipped.
        if (record is null)
            reader.Take(Math.Max(0, end - reader.Position));
        else if (reader.Position != end)
            reader.Take(int.MaxValue);
        return reader.IsBroken ? null : record;
    }

    private static DnsRecord? ReadData(ref DnsReader reader, DnsRecordType type, string name, TimeSpan ttl, int length) => type switch
    {
        DnsRecordType.A when length == 4 => new DnsRecord.Address(name, ttl, AddressOf(reader.Take(4), 4)),
        DnsRecordType.Aaaa when length == 16 => new DnsRecord.Address(name, ttl, AddressOf(reader.Take(16), 16)),
        DnsRecordType.Cname => new DnsRecord.Alias(name, ttl, reader.Name()),
        DnsRecordType.Srv => new DnsRecord.Service(name, ttl, reader.Word(), reader.Word(), reader.Word(), reader.Name()),
        DnsRecordType.Naptr => ReadNaptr(ref reader, name, ttl),
        DnsRecordType.Soa => ReadAuthority(ref reader, name, ttl),
        _ => null,
    };

    private static DnsRecord.Naptr ReadNaptr(ref DnsReader reader, string name, TimeSpan ttl)
    {
        int order = reader.Word();
        int preference = reader.Word();
        string flags = reader.Text();
        string services = reader.Text();
        reader.Text(); // the regular expression has no place in RFC 3263 §4.1
        return new DnsRecord.Naptr(name, ttl, order, preference, flags, services, reader.Name());
    }

    // mname, rname, serial, refresh, retry, expire, minimum (RFC 1035 §3.3.13)
    private static DnsRecord.Authority ReadAuthority(ref DnsReader reader, string name, TimeSpan ttl)
    {
        reader.Name();
        reader.Name();
        reader.Take(16);
        var minimum = TtlOf(reader.Long());
        return new DnsRecord.Authority(name, ttl, minimum < ttl ? minimum : ttl);
    }

    private static IPAddress AddressOf(ReadOnlySpan<byte> bytes, int length) => bytes.Length == length ? new IPAddress(bytes) : IPAddress.None;

    // A TTL with its highest bit set is zero (RFC 2181 §8).
    private static TimeSpan TtlOf(uint seconds) => TimeSpan.FromSeconds(seconds > int.MaxValue ? 0 : seconds);
}
