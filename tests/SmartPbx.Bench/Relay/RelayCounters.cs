using System.Globalization;

namespace SmartPbx.Bench.Relay;

/// <summary>What our relay says of itself.</summary>
internal sealed record RelayCounters(long PacketsRelayed, long AllocatedBytes, long ManagedBytes, long Sockets, long LateTicks, long TapOverflows, long SendErrors, long Dropped)
{
    public static RelayCounters Parse(string line)
    {
        var fields = line.Split(' ')[1..].Select(f => long.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return new RelayCounters(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], fields[7]);
    }
}
