using System.Net;
using System.Net.Sockets;

namespace SmartPbx.Sip.Transport.Streams;

/// <summary>The connections of one listener, by id and by peer, within their limits. Thread-safe.</summary>
internal sealed class ConnectionTable(SipConnectionLimits limits)
{
    private const int NetworkBytes = 8; // one subscriber has a whole /64

    private readonly Lock _gate = new();
    private readonly Dictionary<long, SipConnection> _byId = [];
    private readonly Dictionary<(IPEndPoint, string?), SipConnection> _byPeer = [];
    private readonly Dictionary<IPAddress, int> _bySource = [];
    private int _strangers;

    public int Count
    {
        get
        {
            lock (_gate)
                return _byId.Count;
        }
    }

    /// <summary>Takes it in, unless a limit forbids.</summary>
    public bool TryAdd(SipConnection connection)
    {
        lock (_gate)
        {
            if (_byId.Count >= limits.MaxConnections || !(connection.IsOutgoing || TryCount(connection)))
                return false;
            _byId.Add(connection.Flow.ConnectionId, connection);
            _byPeer[PeerOf(connection.Flow)] = connection;
            return true;
        }
    }

    /// <summary>The very connection, or without an id any that leads to this peer.</summary>
    public SipConnection? Find(SipFlow flow)
    {
        lock (_gate)
        {
            var found = flow.ConnectionId != 0 ? _byId.GetValueOrDefault(flow.ConnectionId) : _byPeer.GetValueOrDefault(PeerOf(flow));
            return flow.ConnectionId == 0 && found is { IsUsable: false } ? null : found;
        }
    }

    public void Remove(SipConnection connection)
    {
        lock (_gate)
        {
            if (!_byId.Remove(connection.Flow.ConnectionId))
                return;
            if (_byPeer.TryGetValue(PeerOf(connection.Flow), out var known) && known == connection)
                _byPeer.Remove(PeerOf(connection.Flow));
            if (!connection.IsOutgoing)
                Uncount(connection);
        }
    }

    /// <summary>The peer has made itself known.</summary>
    public void Promote(SipConnection connection)
    {
        lock (_gate)
        {
            if (!connection.IsStranger || !_byId.ContainsKey(connection.Flow.ConnectionId))
                return;
            connection.IsStranger = false;
            _strangers--;
        }
    }

    public IReadOnlyList<SipConnection> All()
    {
        lock (_gate)
            return [.. _byId.Values];
    }

    private bool TryCount(SipConnection connection)
    {
        var source = SourceOf(connection);
        int count = _bySource.GetValueOrDefault(source);
        if (count >= (connection.IsStranger ? limits.MaxPerStranger : limits.MaxPerSource) || (connection.IsStranger && _strangers >= limits.MaxStrangers))
            return false;
        _bySource[source] = count + 1;
        if (connection.IsStranger)
            _strangers++;
        return true;
    }

    private void Uncount(SipConnection connection)
    {
        var source = SourceOf(connection);
        if (--_bySource[source] == 0)
            _bySource.Remove(source);
        if (connection.IsStranger)
            _strangers--;
    }

    // A name is proven only on the connections that we opened to it (RFC 5923 §9).
    private static (IPEndPoint, string?) PeerOf(SipFlow flow) => (flow.Remote, flow.ServerName);

    private static IPAddress SourceOf(SipConnection connection)
    {
        var address = connection.Flow.Remote.Address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
