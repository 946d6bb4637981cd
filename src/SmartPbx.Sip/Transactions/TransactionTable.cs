namespace SmartPbx.Sip.Transactions;

/// <summary>All transactions by the keys that messages find them by (<see cref="TransactionKey"/>). Owned by the loop.</summary>
internal sealed class TransactionTable
{
    private readonly Dictionary<string, TransactionRecord> _clients = [];
    private readonly Dictionary<string, TransactionRecord> _servers = [];
    private readonly Dictionary<string, TransactionRecord> _byAck = [];
    private readonly HashSet<string> _merged = [];

    public int Count => _clients.Count + _servers.Count;

    /// <summary>False: there is one with this key.</summary>
    public bool TryAddClient(TransactionRecord client) => _clients.TryAdd(client.Key, client);

    public void AddServer(TransactionRecord server) => _servers.Add(server.Key, server);

    public TransactionRecord? FindClient(ReadOnlySpan<char> key) => _clients.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? found : null;

    public TransactionRecord? FindServer(ReadOnlySpan<char> key) => _servers.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? found : null;

    /// <summary>The INVITE whose 2xx this ACK is for.</summary>
    public TransactionRecord? FindByAck(ReadOnlySpan<char> key) => _byAck.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var found) ? found : null;

    /// <summary>The ACK with this key is for the transaction's 2xx.</summary>
    public void AwaitAck(TransactionRecord invite, string key)
    {
        if (_byAck.TryAdd(key, invite))
            invite.AckKey = key;
    }

    /// <summary>False: the same request is here already, by another path (RFC 3261 §8.2.2.2).</summary>
    public bool TryClaimMerge(TransactionRecord server, ReadOnlySpan<char> key)
    {
        string made = key.ToString(); // mostly it is new
        if (!_merged.Add(made))
            return false;
        server.MergeKey = made;
        return true;
    }

    /// <summary>Any number of times.</summary>
    public void Remove(TransactionRecord transaction)
    {
        if (transaction.Kind is TransactionKind.InviteClient or TransactionKind.NonInviteClient)
        {
            _clients.Remove(transaction.Key);
            return;
        }
        _servers.Remove(transaction.Key);
        if (transaction.AckKey is not null)
            _byAck.Remove(transaction.AckKey);
        if (transaction.MergeKey is not null)
            _merged.Remove(transaction.MergeKey);
    }
}
