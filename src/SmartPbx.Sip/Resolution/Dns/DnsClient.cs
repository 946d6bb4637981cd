using System.Collections.Concurrent;

namespace SmartPbx.Sip.Resolution.Dns;

/// <summary>
/// A small recursive-desired DNS client (RFC 1035): cache, aliases followed within bounds, the same question asked once at a time. Thread-safe.
/// </summary>
internal sealed class DnsClient
{
    /// <summary>Aliases of one name, in and between responses.</summary>
    private const int MaxAliases = 8;

    /// <summary>Questions on their way at the same time; over it, a question fails at once.</summary>
    private const int MaxPending = 512;

    private readonly DnsOptions _options;
    private readonly DnsExchange _exchange;
    private readonly DnsCache _cache;
    private readonly ConcurrentDictionary<DnsQuestion, Task<DnsAnswer>> _pending = new();

    public DnsClient(DnsOptions options, SipTokens tokens, TimeProvider time)
    {
        _options = options;
        _exchange = new DnsExchange(options, options.Servers.Count > 0 ? options.Servers : ResolvConf.Read(), tokens, time);
        _cache = new DnsCache(time, options.MaxCached);
    }

    /// <summary>Records of this type and name, whatever its aliases; none when it has none, or when nobody knows.</summary>
    public async Task<DnsAnswer> AskAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        if (!DnsQuestion.TryCreate(name, type, out var question))
            return new DnsAnswer([], TimeSpan.Zero);
        for (int aliases = 0; aliases <= MaxAliases; aliases++)
        {
            var answer = await AskOnceAsync(question, cancellationToken).ConfigureAwait(false);
            if (answer.Records is not [DnsRecord.Alias alias])
                return answer;
            if (!DnsQuestion.TryCreate(alias.Target, type, out question))
                break;
        }
        return DnsAnswer.Failure(_options.FailureTtl);
    }

    private async Task<DnsAnswer> AskOnceAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        if (_cache.Find(question) is { } known)
            return known;
        if (_pending.Count >= MaxPending && !_pending.ContainsKey(question))
            return DnsAnswer.Failure(TimeSpan.Zero);
        // Nobody's cancellation takes the answer from the others who wait for it: the exchange is bounded by itself.
        var asking = _pending.GetOrAdd(question, static (asked, client) => Task.Run(() => client.FetchAsync(asked)), this);
        return await asking.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<DnsAnswer> FetchAsync(DnsQuestion question)
    {
        try
        {
            var response = await _exchange.AskAsync(question, CancellationToken.None).ConfigureAwait(false);
            var answer = response is null ? DnsAnswer.Failure(_options.FailureTtl) : Read(response, question);
            _cache.Put(question, answer);
            return answer;
        }
        finally
        {
            _pending.TryRemove(question, out _);
        }
    }

    // Follows aliases inside the response; only records of the names on that way are believed.
    private DnsAnswer Read(DnsResponse response, DnsQuestion question)
    {
        string name = question.Name;
        var ttl = _options.MaxTtl;
        for (int aliases = 0; aliases <= MaxAliases; aliases++)
        {
            var found = response.Answers.Where(record => record.Name == name && IsOf(record, question.Type)).ToList();
            if (found.Count > 0)
                return new DnsAnswer(found, found.Select(record => record.Ttl).Append(ttl).Min());
            if (response.Answers.OfType<DnsRecord.Alias>().FirstOrDefault(record => record.Name == name) is not { } alias)
                return name == question.Name ? Nothing(response) : Elsewhere(question.Name, name, ttl);
            name = alias.Target;
            ttl = alias.Ttl < ttl ? alias.Ttl : ttl;
        }
        return DnsAnswer.Failure(_options.FailureTtl);
    }

    // The aliases lead to a name that this response does not speak of: it is asked for by itself.
    private static DnsAnswer Elsewhere(string from, string to, TimeSpan ttl) => new([new DnsRecord.Alias(from, ttl, to)], ttl);

    private DnsAnswer Nothing(DnsResponse response)
    {
        var said = response.Authorities.OfType<DnsRecord.Authority>().Select(record => record.NegativeTtl).Append(_options.MaxNegativeTtl).Min();
        return new DnsAnswer([], said);
    }

    private static bool IsOf(DnsRecord record, DnsRecordType type) => record switch
    {
        DnsRecord.Address address => type == (address.Value.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? DnsRecordType.A : DnsRecordType.Aaaa),
        DnsRecord.Service => type == DnsRecordType.Srv,
        DnsRecord.Naptr => type == DnsRecordType.Naptr,
        _ => false,
    };
}
