using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// What the layer keeps of one transaction. Most of them only wait out their 64*T1 to recognise a repeated message, tens of thousands at a time, so a record
/// lets go of the request and of its user as soon as nothing more can be passed on: <see cref="Settle"/>. All of it belongs to the loop.
/// </summary>
internal sealed class TransactionRecord(TransactionKind kind, string key)
{
    public TransactionKind Kind => kind;

    public string Key => key;

    public TransactionState State { get; set; }

    /// <summary>Where its messages go.</summary>
    public SipFlow Destination { get; set; }

    /// <summary>The connection under which it is noted in <see cref="ConnectionUsers"/>; 0 for none.</summary>
    public long ConnectionId { get; set; }

    /// <summary>How often the retransmission timer was started in this state.</summary>
    public int Repeats { get; set; }

    /// <summary>What is sent again: the request, then the ACK of its final answer; or the latest response.</summary>
    public byte[]? Message { get; set; }

    /// <summary>The user's side of a client transaction, until it has heard everything.</summary>
    public ClientTransaction? Client { get; private set; }

    /// <summary>The user's side of a server transaction, until it can do no more.</summary>
    public ServerTransaction? Server { get; private set; }

    /// <summary>The To tag of the answers to an INVITE; empty for others.</summary>
    public string LocalTag { get; private init; } = "";

    /// <summary>Key of the ACK for our 2xx.</summary>
    public string? AckKey { get; set; }

    /// <summary>Key under which copies by other paths are recognised.</summary>
    public string? MergeKey { get; set; }

    /// <summary>The newest of its running timers; <see cref="TimerQueue"/>'s.</summary>
    public TransactionTimer? Timers { get; set; }

    public static TransactionRecord Of(ClientTransaction client, SipRequest request, RequestWay way) =>
        new(request.Method == SipMethod.Invite ? TransactionKind.InviteClient : TransactionKind.NonInviteClient, TransactionKey.ForClient(request.TopVia!.Branch!, request.Method))
        {
            Client = client, Destination = way.Flow, Message = way.Bytes,
        };

    public static TransactionRecord Of(ServerTransaction server, string key, SipFlow destination) =>
        new(server.Request.Method == SipMethod.Invite ? TransactionKind.InviteServer : TransactionKind.NonInviteServer, key)
        {
            Server = server, LocalTag = server.Request.Method == SipMethod.Invite ? server.LocalTag : "", Destination = destination,
        };

    public TransactionStep Next(TransactionInput input) => kind switch
    {
        TransactionKind.InviteClient => InviteClientMachine.Next(State, input),
        TransactionKind.NonInviteClient => NonInviteClientMachine.Next(State, input),
        TransactionKind.InviteServer => InviteServerMachine.Next(State, input),
        _ => NonInviteServerMachine.Next(State, input),
    };

    /// <summary>After each transition: lets go of what no line of its machine can use from here on.</summary>
    public void Settle()
    {
        switch (kind, State)
        {
            case (TransactionKind.InviteClient, TransactionState.Accepted): // each 2xx still goes to the user
                Message = null;
                Client?.ForgetOtherWays();
                break;
            case (TransactionKind.InviteClient, TransactionState.Completed): // the ACK stays
                Client = null;
                break;
            case (TransactionKind.NonInviteClient, TransactionState.Completed):
                (Client, Message) = (null, null);
                break;
            case (TransactionKind.NonInviteServer, TransactionState.Completed): // the response stays
                Server = null;
                break;
            case (TransactionKind.InviteServer, TransactionState.Confirmed or TransactionState.Acknowledged):
                (Server, Message) = (null, null);
                break;
        }
    }
}
