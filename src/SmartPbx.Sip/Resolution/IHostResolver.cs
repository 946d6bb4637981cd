using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Resolution;

/// <summary>Addresses of hosts, for names outside of URIs. Thread-safe.</summary>
public interface IHostResolver
{
    /// <summary>The addresses of a host in one family, in the order of the answer; empty when it has none, or when nobody knows in time.</summary>
    ValueTask<IReadOnlyList<IPAddress>> FindAsync(string host, AddressFamily family, CancellationToken cancellationToken);
}
