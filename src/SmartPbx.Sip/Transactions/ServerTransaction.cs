using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request of a peer, waiting for its answer. Methods are thread-safe and return at once.</summary>
public sealed class ServerTransaction
{
    private readonly ITransactionHost _host;
    private bool _isLost;

    /// <param name="key">Of <see cref="TransactionKey"/>.</param>
    /// <param name="request">As received, its Via completed.</param>
    /// <param name="flow">Whence it came.</param>
    /// <param name="localTag">To tag of the answers.</param>
    /// <param name="host">Takes the answers.</param>
    internal ServerTransaction(string key, SipRequest request, SipFlow flow, string localTag, ITransactionHost host)
    {
        _host = host;
        Request = request;
        Flow = flow;
        LocalTag = localTag;
        Record = TransactionRecord.Of(this, key, ResponseRoute.For(request.TopVia!, flow));
    }

    /// <summary>The request, with received and rport filled in (RFC 3581). Read only.</summary>
    public SipRequest Request { get; }

    /// <summary>The flow that the request really came by: requests to this peer find it there, whatever it says of itself.</summary>
    public SipFlow Flow { get; }

    /// <summary>The To tag of all answers that have none of their own; that of the request inside a dialog.</summary>
    public string LocalTag { get; }

    internal TransactionRecord Record { get; }

    /// <summary>Of an INVITE that was cancelled: the Reason of the CANCEL (RFC 3326); null: none was given.</summary>
    public string? CancelReason { get; internal set; }

    /// <summary>A response with <see cref="LocalTag"/> (none on 100), so that a dialog can be made from it.</summary>
    public SipResponse CreateResponse(int status, string? reason = null)
    {
        var response = SipResponse.For(Request, status, reason);
        // 100 has no tag: it makes no dialog (RFC 3261 §8.2.6.2).
        if (status != SipStatus.Trying && response.To.Tag is null)
            response.To = response.To.WithTag(LocalTag);
        return response;
    }

    /// <summary>
    /// Sends the answer, and again as the RFC demands; a 2xx to INVITE until its ACK (§13.3.1.4). Answers after a final one are
    /// ignored. The response belongs to the stack from here on.
    /// </summary>
    public void Respond(SipResponse response) => _host.Respond(this, response);

    /// <summary>Short for <c>Respond(CreateResponse(status, reason))</c>.</summary>
    public void Respond(int status, string? reason = null) => Respond(CreateResponse(status, reason));

    /// <summary>The connection is lost: goes over to where responses go then (RFC 3261 §18.2.2), once.</summary>
    internal bool TryAfterLoss()
    {
        if (_isLost || ResponseRoute.AfterLoss(Request.TopVia!, Flow) is not { } other)
            return false;
        _isLost = true;
        Record.Destination = other;
        return true;
    }
}
