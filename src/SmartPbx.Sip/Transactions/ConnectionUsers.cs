namespace SmartPbx.Sip.Transactions;

/// <summary>Which transactions wait on which connection, so that a lost one costs only those. Owned by the loop.</summary>
internal sealed class ConnectionUsers
{
    private readonly Dictionary<long, HashSet<TransactionRecord>> _users = [];

    /// <summary>Notes where the transaction's messages go now; 0 (UDP) is not noted.</summary>
    public void Move(TransactionRecord transaction, long connectionId)
    {
        if (transaction.ConnectionId == connectionId)
            return;
        Remove(transaction);
        if (connectionId == 0)
            return;
        transaction.ConnectionId = connectionId;
        if (!_users.TryGetValue(connectionId, out var users))
            _users.Add(connectionId, users = []);
        users.Add(transaction);
    }

    public void Remove(TransactionRecord transaction)
    {
        if (transaction.ConnectionId == 0 || !_users.TryGetValue(transaction.ConnectionId, out var users))
            return;
        users.Remove(transaction);
        if (users.Count == 0)
            _users.Remove(transaction.ConnectionId);
        transaction.ConnectionId = 0;
    }

    /// <summary>Those of a connection, which is forgotten.</summary>
    public IReadOnlyCollection<TransactionRecord> Take(long connectionId)
    {
        if (!_users.Remove(connectionId, out var users))
            return [];
        foreach (var user in users)
            user.ConnectionId = 0;
        return users;
    }
}
