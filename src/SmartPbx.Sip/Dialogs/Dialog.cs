using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Dialogs;

/// <summary>
/// One dialog of RFC 3261 §12: tags, sequence numbers, route set and remote target. Belongs to one call's mailbox: not
/// thread-safe, and it sends nothing itself.
/// </summary>
public sealed class Dialog
{
    private const int MaxForwards = 70;

    private readonly string _callId;
    private readonly string _localTag;
    private readonly string _remoteTag; // empty for a peer of RFC 2543
    private readonly NameAddr _local; // with the tag
    private readonly NameAddr _remote;
    private readonly NameAddr? _contact;
    private readonly bool _isUac;
    private SipUri _target;
    private IReadOnlyList<NameAddr> _routes;
    private SipFlow? _peer;
    private uint _localCSeq;
    private uint? _remoteCSeq;
    private bool _isConfirmed;
    private DialogState? _state; // once it was asked for

    private Dialog(bool isUac, string callId, NameAddr local, NameAddr remote, NameAddr? contact, SipUri target, IReadOnlyList<NameAddr> routes)
    {
        (_isUac, _callId, _contact, _target, _routes) = (isUac, callId, contact, target, routes);
        (_local, _localTag) = (WithTagOrNone(local), local.Tag ?? "");
        (_remote, _remoteTag) = (WithTagOrNone(remote), remote.Tag ?? "");
    }

    /// <summary>The snapshot; replaced at every change, so it can be kept.</summary>
    public DialogState State
    {
        get
        {
            uint number = Volatile.Read(ref _localCSeq);
            _state ??= Describe();
            return _state.LocalCSeq == number ? _state : _state = _state with { LocalCSeq = number };
        }
    }

    /// <summary>Who answers challenges to the requests of this dialog; not part of the snapshot.</summary>
    public DigestClient? Credentials { get; set; }

    /// <summary>Where the peer's packets come from and go to; set by the caller, part of the snapshot.</summary>
    public SipFlow? Peer
    {
        get => _peer;
        set
        {
            _peer = value;
            if (_state is not null)
                _state = _state with { Peer = value?.ToString() };
        }
    }

    public SipUri RemoteTarget
    {
        get => _target;
        private set
        {
            _target = value;
            if (_state is not null)
                _state = _state with { RemoteTarget = value.ToString() };
        }
    }

    /// <summary>First route, or the remote target without one: whom to send to (RFC 3261 §12.2.1.1).</summary>
    public SipUri NextHop => _routes.Count > 0 ? _routes[0].Uri : _target;

    /// <summary>
    /// Where an in-dialog request of ours goes. By the book it is the first route or the remote target (RFC 3261 §12.2.1.1). A phone behind a NAT names an address
    /// there that nobody reaches: without routes, and unless the target lies at the very host the packets come from, they go back where they came from
    /// (<see cref="Peer"/>). A connection that the peer opened is the way back as long as the peer is its own next hop (RFC 5923 §5, RFC 7118 §5). Null: the next hop
    /// has a name, which must be looked up, and no peer is known.
    /// </summary>
    public SipFlow? NextFlow
    {
        get
        {
            SipFlow? named = NumericNextHop.TryGetFlow(NextHop, out var target) ? target : null;
            if (_peer is not { } peer)
                return named;
            bool isSameHost = named is { } hop && hop.Remote.Address.Equals(peer.Remote.Address);
            if (peer.ConnectionId != 0 && (isSameHost || _routes.Count == 0))
                return peer;
            bool trustsName = _routes.Count > 0 || isSameHost;
            return trustsName && named is { } next ? next with { Local = peer.Local } : peer; // from the listener that the dialog came by
        }
    }

    /// <summary>
    /// The dialog that our answer (with its To tag; 101–299) makes (RFC 3261 §12.1.1). Throws ArgumentException without a To tag.
    /// </summary>
    public static Dialog FromUas(SipRequest request, SipResponse response)
    {
        if (response.To.Tag is null)
            throw new ArgumentException("the response has no To tag", nameof(response));
        // A request without Contact breaks §8.1.1.8; its From is the best guess left.
        return new Dialog(isUac: false, request.CallId, response.To, request.From, response.Contact, (request.Contact ?? request.From).Uri, request.RecordRoutes)
        {
            _remoteCSeq = request.CSeq.Number,
            _isConfirmed = response.IsSuccess,
        };
    }

    /// <summary>The dialog that the peer's answer makes, <c>null</c> for 100 and a 1xx without To tag (RFC 3261 §12.1.2).</summary>
    public static Dialog? FromUac(SipRequest request, SipResponse response)
    {
        if (response.Status is <= 100 or >= 300 || (response.To.Tag is null && response.IsProvisional))
            return null;
        var remote = response.To.Tag is { } tag ? request.To.WithTag(tag) : WithoutTag(request.To);
        return new Dialog(isUac: true, request.CallId, request.From, remote, request.Contact, response.Contact?.Uri ?? request.Uri, ReversedRoutes(response))
        {
            _localCSeq = request.CSeq.Number,
            _isConfirmed = response.IsSuccess,
            Credentials = request.Credentials,
        };
    }

    /// <summary>The dialog of a snapshot that <see cref="State"/> gave.</summary>
    public static Dialog Restore(DialogState state) => new(state.IsUac, state.CallId, WithTag(state.LocalUri, state.LocalTag), WithTag(state.RemoteUri, state.RemoteTag),
        state.LocalContact is null ? null : NameAddr.Parse(state.LocalContact), SipUri.Parse(state.RemoteTarget), [.. state.RouteSet.Select(NameAddr.Parse)])
    {
        _peer = SipFlow.TryParse(state.Peer, out var flow) ? flow : null,
        _localCSeq = state.LocalCSeq,
        _remoteCSeq = state.RemoteCSeq,
        _isConfirmed = state.IsConfirmed,
        _state = state,
    };

    /// <summary>Whether an in-dialog request from the peer belongs here (RFC 3261 §12.2.2).</summary>
    public bool Matches(SipRequest request) =>
        _callId == request.CallId && _localTag == (request.To.Tag ?? "") && _remoteTag == (request.From.Tag ?? "");

    /// <summary>Whether a response to one of our requests belongs here (forks differ in the To tag).</summary>
    public bool Matches(SipResponse response) =>
        _callId == response.CallId && _localTag == (response.From.Tag ?? "") && _remoteTag == (response.To.Tag ?? "");

    /// <summary>
    /// Confirms the dialog and takes remote target and, if we are the UAC, route set anew from a 2xx (RFC 3261 §13.2.2.4). For a
    /// UAS the response is our own, and only confirms.
    /// </summary>
    public void Confirm(SipResponse response)
    {
        if (_isUac && !_isConfirmed)
            _routes = ReversedRoutes(response);
        if (_isUac)
            Refresh(response);
        _isConfirmed = true;
        if (_state is not null)
            _state = _state with { RouteSet = Texts(_routes), IsConfirmed = true };
    }

    /// <summary>
    /// Takes a request of the peer: <c>false</c> when its CSeq is out of order (answer 500, RFC 3261 §12.2.2). A target refresh
    /// moves the remote target. ACK and CANCEL have the number of their INVITE and always pass.
    /// </summary>
    public bool TryAccept(SipRequest request)
    {
        if (request.Method == SipMethod.Ack || request.Method == SipMethod.Cancel)
            return true;
        if (_remoteCSeq >= request.CSeq.Number)
            return false;
        _remoteCSeq = request.CSeq.Number;
        if (_state is not null)
            _state = _state with { RemoteCSeq = _remoteCSeq };
        if (IsTargetRefresh(request.Method) && request.Contact is { } contact)
            RemoteTarget = contact.Uri;
        return true;
    }

    /// <summary>Takes the new remote target from the 2xx to our target refresh request (RFC 3261 §12.2.1.2).</summary>
    public void Refresh(SipResponse response)
    {
        if (response.Contact is { } contact)
            RemoteTarget = contact.Uri;
    }

    /// <summary>The next request inside the dialog. Not for ACK and CANCEL. The stack adds Via.</summary>
    public SipRequest CreateRequest(SipMethod method)
    {
        var request = Address(method, TakeNumber());
        if (Credentials is not null)
            (request.Credentials, request.NextNumber) = (Credentials, TakeNumber);
        if (IsTargetRefresh(method) && _contact is not null)
            request.Contact = _contact;
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

    /// <summary>The dialog has used numbers up to this one before.</summary>
    internal void SkipTo(uint number) => _localCSeq = Math.Max(_localCSeq, number);

    // A challenged request takes its second number on the stack's loop.
    private uint TakeNumber() => Interlocked.Increment(ref _localCSeq);

    // §12.2.1.1: loose routing keeps the remote target in the Request-URI; a strict first router gets itself there, and the
    // target goes to the end of the routes.
    private SipRequest Address(SipMethod method, uint number)
    {
        bool isStrict = _routes.Count > 0 && !_routes[0].Uri.Parameters.Has("lr");
        var request = new SipRequest(method, isStrict ? _routes[0].Uri with { Headers = null } : _target) { MaxForwards = MaxForwards };
        for (int i = isStrict ? 1 : 0; i < _routes.Count; i++)
            request.Headers.AddTyped(SipHeaderId.Route, _routes[i]);
        if (isStrict)
            request.Headers.AddTyped(SipHeaderId.Route, new NameAddr(_target));
        request.From = _local;
        request.To = _remote;
        request.CallId = _callId;
        request.CSeq = new CSeq(number, method);
        return request;
    }

    private DialogState Describe() => new()
    {
        CallId = _callId,
        LocalTag = _localTag,
        RemoteTag = _remoteTag,
        LocalUri = WithoutTag(_local).ToString(),
        RemoteUri = WithoutTag(_remote).ToString(),
        RemoteTarget = _target.ToString(),
        LocalContact = _contact?.ToString(),
        RouteSet = Texts(_routes),
        LocalCSeq = Volatile.Read(ref _localCSeq),
        RemoteCSeq = _remoteCSeq,
        IsUac = _isUac,
        IsConfirmed = _isConfirmed,
        Peer = _peer?.ToString(),
    };

    private static bool IsTargetRefresh(SipMethod method) =>
        method == SipMethod.Invite || method == SipMethod.Update || method == SipMethod.Subscribe || method == SipMethod.Notify
        || method == SipMethod.Refer;

    private static IReadOnlyList<NameAddr> ReversedRoutes(SipResponse response)
    {
        var routes = response.RecordRoutes;
        return routes.Count < 2 ? routes : [.. routes.Reverse()];
    }

    private static string[] Texts(IReadOnlyList<NameAddr> routes) => routes.Count == 0 ? [] : [.. routes.Select(route => route.ToString())];

    private static NameAddr WithoutTag(NameAddr value) => value.Parameters.Has("tag") ? value with { Parameters = value.Parameters.Without("tag") } : value;

    // A peer of RFC 2543 may have no tag; then none is written (§12.2.1.1).
    private static NameAddr WithTagOrNone(NameAddr value) => string.IsNullOrEmpty(value.Tag) ? WithoutTag(value) : value;

    private static NameAddr WithTag(string value, string tag) => tag.Length == 0 ? NameAddr.Parse(value) : NameAddr.Parse(value).WithTag(tag);
}
