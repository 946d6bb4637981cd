using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>
/// What the layer keeps of one transaction until it settles: <see cref="LastTimer"/>. All of it belongs to the loop.
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

    /// <summary>What is sent again: the request, then the ACK of a refusal; or the latest response.</summary>
    public byte[]? Message { get; set; }

    /// <summary>The user's side of a client transaction.</summary>
    public ClientTransaction? Client { get; private init; }

    /// <summary>The user's side of a server transaction.</summary>
    public ServerTransaction? Server { get; private init; }

    /// <summary>Of an INVITE of ours that nobody waits for any more: what becomes of a 2xx; null: the user hears of it.</summary>
    public LateAnswers? Late { get; set; }

    /// <summary>The To tag of the answers to an INVITE; empty for others.</summary>
    public string LocalTag { get; init; } = "";

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

    public TransactionStep Next(TransactionInput input) => TransactionMachine.Next(kind, State, input);

    /// <summary>
    /// The timer that ends a transaction of which no more is wanted than to recognise what is repeated and to send again what was sent, so that it can be kept as
    /// bytes; null: there may be more to do.
    /// </summary>
    public TransactionInput? LastTimer => (kind, State) switch
    {
        (TransactionKind.InviteClient, TransactionState.Completed) => TransactionInput.TimerD,
        (TransactionKind.InviteClient, TransactionState.Accepted) => Late is null ? null : TransactionInput.TimerM,
        (TransactionKind.NonInviteClient, TransactionState.Completed) => TransactionInput.TimerK,
        (TransactionKind.NonInviteServer, TransactionState.Completed) => TransactionInput.TimerJ,
        (TransactionKind.InviteServer, TransactionState.Confirmed) => TransactionInput.TimerI,
        (TransactionKind.InviteServer, TransactionState.Acknowledged) => TransactionInput.TimerL,
        _ => null,
    };
}
