using System.Collections.Concurrent;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Kit;

/// <summary>Records what the stack tells its user, as server and as client, and runs a script on requests and 2xx.</summary>
internal sealed class ScriptedUser : ISipUser, IClientTransactionUser
{
    public Action<ServerTransaction> WhenRequested { get; set; } = _ => { };

    public Action<ServerTransaction> WhenCancelled { get; set; } = _ => { };

    public Action<ClientTransaction, SipResponse> WhenFinal { get; set; } = (_, _) => { };

    public ConcurrentQueue<ServerTransaction> Requests { get; } = [];

    public ConcurrentQueue<SipRequest> Acks { get; } = [];

    public ConcurrentQueue<SipResponse> Responses { get; } = [];

    public ConcurrentQueue<SipParseError> Malformed { get; } = [];

    public ConcurrentQueue<Exception> Faults { get; } = [];

    /// <summary>Names of the other callbacks, in order.</summary>
    public ConcurrentQueue<string> Events { get; } = [];

    public void OnRequest(ServerTransaction transaction)
    {
        Requests.Enqueue(transaction);
        WhenRequested(transaction);
    }

    public void OnCancel(ServerTransaction invite)
    {
        Events.Enqueue("cancel");
        WhenCancelled(invite);
    }

    public void OnAck(SipRequest ack, SipFlow flow) => Acks.Enqueue(ack);

    public void OnAckTimeout(ServerTransaction invite) => Events.Enqueue("ack timeout");

    public void OnTransportError(ServerTransaction transaction) => Events.Enqueue("server transport error");

    public void OnMalformed(SipFlow source, SipParseError error) => Malformed.Enqueue(error);

    public void OnFault(Exception exception) => Faults.Enqueue(exception);

    public void OnProvisional(ClientTransaction transaction, SipResponse response) => Responses.Enqueue(response);

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        Responses.Enqueue(response);
        WhenFinal(transaction, response);
    }

    public void OnTimeout(ClientTransaction transaction) => Events.Enqueue("timeout");

    public void OnTransportError(ClientTransaction transaction) => Events.Enqueue("transport error");
}
