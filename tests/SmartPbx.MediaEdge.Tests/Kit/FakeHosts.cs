using System.Net;
using System.Net.Sockets;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A few hosts by name; one that is called silent is never answered for.</summary>
internal sealed class FakeHosts(params (string Name, IPAddress Address)[] hosts) : IHostResolver
{
    public const string Silent = "silent.example.com";

    public async ValueTask<IReadOnlyList<IPAddress>> FindAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        if (host == Silent) await Task.Delay(Timeout.Infinite, cancellationToken);
        await Task.Yield();
        return [.. hosts.Where(known => known.Name == host && known.Address.AddressFamily == family).Select(known => known.Address)];
    }
}
