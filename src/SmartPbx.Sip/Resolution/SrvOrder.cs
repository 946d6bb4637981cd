using SmartPbx.Sip.Resolution.Dns;

namespace SmartPbx.Sip.Resolution;

/// <summary>The order of SRV targets (RFC 2782): priorities from low to high, and within one a weighted draw without return. Pure.</summary>
internal static class SrvOrder
{
    /// <param name="records">The records of one name.</param>
    /// <param name="draw">A random number from 0 to its argument, both included.</param>
    public static IReadOnlyList<DnsRecord.Service> Of(IEnumerable<DnsRecord.Service> records, Func<int, int> draw)
    {
        var ordered = new List<DnsRecord.Service>();
        foreach (var priority in records.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // "arrange all SRV RRs … in any order, except that all those with weight 0 are placed at the beginning of the list"
            var left = priority.OrderBy(record => record.Weight != 0).ToList();
            while (left.Count > 0)
                ordered.Add(Take(left, draw));
        }
        return ordered;
    }

    private static DnsRecord.Service Take(List<DnsRecord.Service> left, Func<int, int> draw)
    {
        int drawn = draw(left.Sum(record => record.Weight));
        int sum = 0;
        int index = left.FindIndex(record => (sum += record.Weight) >= drawn);
        var taken = left[index];
        left.RemoveAt(index);
        return taken;
    }
}
