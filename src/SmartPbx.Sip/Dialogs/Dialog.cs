using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Dialogs;

/// <summary>
/// One dialog of RFC 3261 §12: tags, sequence numbers, route set and remote target. Belongs to one call's mailbox: not
/// thread-safe, and it sends nothing itself.
/// </summary>
public sealed class Dialog
{
    private const int MaxForwards = 70;

    private Dialog(DialogState state) => State = state;

    /// <summary>The snapshot; replaced at every change, so it can be kept.</summary>
    public DialogState State { get; private set; }

    /// <summary>Where the peer's packets come from and go to; set by the caller, part of the snapshot.</summary>
    public SipFlow? Peer
    {
        get => SipFlow.TryParse(State.Peer, out var flow) ? flow : null;
        set => State = State with { Peer = value?.ToString() };
    }

    public SipUri RemoteTarget => SipUri.Parse(State.RemoteTarget);

    /// <summary>First route, or the remote target without one: whom to send to (RFC 3261 §12.2.1.1).</summary>
    public SipUri NextHop => State.RouteSet.Count > 0 ? NameAddr.Parse(State.RouteSet[0]).Uri : RemoteTarget;

    /// <summary>
    /// The dialog that our answer (with its To tag; 101–299) makes (RFC 3261 §12.1.1). Throws ArgumentException without a To tag.
    /// </summary>
    public static Dialog FromUas(SipRequest request, SipResponse response) => new(new DialogState
    {
        CallId = request.CallId,
        LocalTag = response.To.Tag ?? throw new ArgumentException("the response has no To tag", nameof(response)),
        RemoteTag = request.From.Tag ?? "",
        LocalUri = WithoutTag(request.To),
        RemoteUri = WithoutTag(request.From),
        // A request without Contact breaks §8.1.1.8; its From is the best guess left.
        RemoteTarget = (request.Contact ?? request.From).Uri.ToString(),
        LocalContact = response.Contact?.ToString(),
        RouteSet = [.. request.RecordRoutes.Select(route => route.ToString())],
        LocalCSeq = 0,
        RemoteCSeq = request.CSeq.Number,
        IsUac = false,
        IsConfirmed = response.IsSuccess,
    });

    /// <summary>The dialog that the peer's answer makes, <c>null</c> for 100 and a 1xx without To tag (RFC 3261 §12.1.2).</summary>
    public static Dialog? FromUac(SipRequest request, SipResponse response)
    {
        if (response.Status is <= 100 or >= 300 || (response.To.Tag is null && response.IsProvisional))
            return null;
        return new Dialog(new DialogState
        {
            CallId = request.CallId,
            LocalTag = request.From.Tag ?? "",
            RemoteTag = response.To.Tag ?? "",
            LocalUri = WithoutTag(request.From),
            RemoteUri = WithoutTag(request.To),
            RemoteTarget = (response.Contact?.Uri ?? request.Uri).ToString(),
            LocalContact = request.Contact?.ToString(),
            RouteSet = ReversedRoutes(response),
            LocalCSeq = request.CSeq.Number,
            RemoteCSeq = null,
            IsUac = true,
            IsConfirmed = response.IsSuccess,
        });
    }

    /// <summary>The dialog of a snapshot that <see cref="State"/> gave.</summary>
    public static Dialog Restore(DialogState state) => new(state);

    /// <summary>Whether an in-dialog request from the peer belongs here (RFC 3261 §12.2.2).</summary>
    public bool Matches(SipRequest request) =>
        State.CallId == request.CallId && State.LocalTag == (request.To.Tag ?? "") && State.RemoteTag == (request.From.Tag ?? "");

    /// <summary>Whether a response to one of our requests belongs here (forks differ in the To tag).</summary>
    public bool Matches(SipResponse response) =>
        State.CallId == response.CallId && State.LocalTag == (response.From.Tag ?? "") && State.RemoteTag == (response.To.Tag ?? "");

    /// <summary>
    /// Confirms the dialog and takes remote target and, if we are the UAC, route set anew from a 2xx (RFC 3261 §13.2.2.4). For a
    /// UAS the response is our own, and only confirms.
    /// </summary>
    public void Confirm(SipResponse response)
    {
        if (State.IsUac && !State.IsConfirmed)
            State = State with { RouteSet = ReversedRoutes(response) };
        if (State.IsUac)
            Refresh(response);
        State = State with { IsConfirmed = true };
    }

    /// <summary>
    /// Takes a request of the peer: <c>false</c> when its CSeq is out of order (answer 500, RFC 3261 §12.2.2). A target refresh
    /// moves the remote target. ACK and CANCEL have the number of their INVITE and always pass.
    /// </summary>
    public bool TryAccept(SipRequest request)
    {
        if (request.Method == SipMethod.Ack || request.Method == SipMethod.Cancel)
            return true;
        if (State.RemoteCSeq >= request.CSeq.Number)
            return false;
        State = State with { RemoteCSeq = request.CSeq.Number };
        if (IsTargetRefresh(request.Method) && request.Contact is { } contact)
            State = State with { RemoteTarget = contact.Uri.ToString() };
        return true;
    }

    /// <summary>Takes the new remote target from the 2xx to our target refresh request (RFC 3261 §12.2.1.2).</summary>
    public void Refresh(SipResponse response)
    {
        if (response.Contact is { } contact)
            State = State with { RemoteTarget = contact.Uri.ToString() };
    }

    /// <summary>The next request inside the dialog. Not for ACK and CANCEL. The stack adds Via.</summary>
    public SipRequest CreateRequest(SipMethod method)
    {
        State = State with { LocalCSeq = State.LocalCSeq + 1 };
        var request = Address(method, State.LocalCSeq);
        if (IsTargetRefresh(method) && State.LocalContact is { } contact)
            request.Contact = NameAddr.Parse(contact);
        return request;
    }

    /// <summary>The ACK for a 2xx to this INVITE of ours (RFC 3261 §13.2.2.4); credentials of the INVITE are copied.</summary>
    public SipRequest CreateAck(SipRequest invite)
    {
        var ack = Address(SipMethod.Ack, invite.CSeq.Number);
        ack.Headers.CopyFrom(invite.Headers, SipHeaderId.Authorization);
        ack.Headers.CopyFrom(invite.Headers, SipHeaderId.ProxyAuthorization);
        return ack;
    }

    // §12.2.1.1: loose routing keeps the remote target in the Request-URI; a strict first router gets itself there, and the
    // target goes to the end of the routes.
    private SipRequest Address(SipMethod method, uint number)
    {
        var routes = State.RouteSet.Select(NameAddr.Parse).ToList();
        var uri = RemoteTarget;
        if (routes.Count > 0 && !routes[0].Uri.Parameters.Has("lr"))
        {
            routes.Add(new NameAddr(uri));
            uri = routes[0].Uri with { Headers = null };
            routes.RemoveAt(0);
        }
        var request = new SipRequest(method, uri) { MaxForwards = MaxForwards };
        foreach (var route in routes)
            request.Headers.AddTyped(SipHeaderId.Route, route);
        request.From = WithTag(State.LocalUri, State.LocalTag);
        request.To = WithTag(State.RemoteUri, State.RemoteTag);
        request.CallId = State.CallId;
        request.CSeq = new CSeq(number, method);
        return request;
    }

    private static bool IsTargetRefresh(SipMethod method) =>
        method == SipMethod.Invite || method == SipMethod.Update || method == SipMethod.Subscribe || method == SipMethod.Notify
        || method == SipMethod.Refer;

    private static string[] ReversedRoutes(SipResponse response) => [.. response.RecordRoutes.Reverse().Select(route => route.ToString())];

    private static string WithoutTag(NameAddr value) => (value with { Parameters = value.Parameters.Without("tag") }).ToString();

    // A peer of RFC 2543 may have no tag; then none is written (§12.2.1.1).
    private static NameAddr WithTag(string value, string tag) => tag.Length == 0 ? NameAddr.Parse(value) : NameAddr.Parse(value).WithTag(tag);
}
