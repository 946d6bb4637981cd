using System.Diagnostics;
using System.Net;

namespace SmartPbx.TestKit.Sip;

/// <summary>One call of a <see cref="SipPhone"/>, in either direction.</summary>
public sealed class PhoneCall
{
    private readonly SipPhone _phone;
    private readonly SipText _invite;
    private readonly string _localTag = SipPhone.Token();
    private readonly TaskCompletionSource<SipText> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _media = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipText? _answer;
    private int _cseq = 1;

    private PhoneCall(SipPhone phone, SipText invite, bool outgoing, int rtpPort) =>
        (_phone, _invite, IsOutgoing, RtpPort) = (phone, invite, outgoing, rtpPort);

    public bool IsOutgoing { get; }
    public int RtpPort { get; private set; }
    public string CallId => _invite.CallId;
    public SipText Invite => _invite;

    /// <summary>The final response of our INVITE, or the ACK of the peer's.</summary>
    public Task<SipText> Final => _final.Task;
    /// <summary>BYE, CANCEL or a final failure, from either side.</summary>
    public Task Ended => _ended.Task;
    /// <summary>First SDP of the peer (early or final).</summary>
    public Task<string> RemoteSdp => _media.Task;
    public Task Progress => _progress.Task;
    public long InvitedAt { get; private set; }
    public long? AnsweredAt { get; private set; }
    public long? EndedAt { get; private set; }
    public bool EndedByPeer { get; private set; }

    public IPEndPoint RemoteRtp => ParseRemote(_media.Task.Result);

    internal static PhoneCall Outgoing(SipPhone phone, string number, int rtpPort, string from, string? sdp)
    {
        var uri = $"sip:{number}@{phone.Server}";
        var invite = new SipText { StartLine = $"INVITE {uri} SIP/2.0", Body = sdp ?? Sdp(phone.Local.Address, rtpPort) };
        var call = new PhoneCall(phone, invite, true, rtpPort);
        invite.Add("Via", phone.Via()).Add("Max-Forwards", "70").Add("From", $"<sip:{from}@{phone.Domain}>;tag={call._localTag}")
            .Add("To", $"<{uri}>").Add("Call-ID", SipPhone.Token() + "@" + phone.Local.Address).Add("CSeq", "1 INVITE").Add("Contact", phone.Contact)
            .Add("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE").Add("Content-Type", "application/sdp");
        return call;
    }

    internal static PhoneCall Incoming(SipPhone phone, SipText invite)
    {
        var call = new PhoneCall(phone, invite, false, 0) { InvitedAt = Stopwatch.GetTimestamp() };
        if (invite.Body.Length > 0) call._media.TrySetResult(invite.Body);
        return call;
    }

    internal void SendInvite()
    {
        InvitedAt = Stopwatch.GetTimestamp();
        _ = RepeatInviteAsync();
    }

    private async Task RepeatInviteAsync()
    {
        for (var (send, wait) = (0, 500); send < 7 && !_progress.Task.IsCompleted && !_final.Task.IsCompleted; send++, wait *= 2)
        {
            _phone.Send(_invite);
            await Task.WhenAny(_progress.Task, _final.Task, Task.Delay(wait));
        }
    }

    /// <summary>Rings (180), without answering.</summary>
    public void Ring() => _phone.Send(_invite.Reply(180, "Ringing", _localTag).Add("Contact", _phone.Contact));

    /// <summary>Answers an incoming call with our RTP port.</summary>
    public void Answer(int rtpPort)
    {
        RtpPort = rtpPort;
        var ok = _invite.Reply(200, "OK", _localTag).Add("Contact", _phone.Contact).Add("Content-Type", "application/sdp");
        ok.Body = Sdp(_phone.Local.Address, rtpPort);
        AnsweredAt = Stopwatch.GetTimestamp();
        _answer = ok;
        _phone.Send(ok);
    }

    public void Reject(int status, string reason)
    {
        _phone.Send(_invite.Reply(status, reason, _localTag));
        End(false);
    }

    /// <summary>CANCEL of our unanswered INVITE (same branch, RFC 3261 §9.1).</summary>
    public Task<SipText> CancelAsync(CancellationToken cancellationToken)
    {
        var cancel = new SipText { StartLine = "CANCEL" + _invite.StartLine[6..] };
        foreach (var name in (string[])["Via", "From", "To", "Call-ID"]) cancel.Add(name, _invite.Header(name));
        return _phone.RequestAsync(cancel.Add("Max-Forwards", "70").Add("CSeq", $"{_invite.CSeq} CANCEL"), cancellationToken);
    }

    public async Task HangUpAsync(CancellationToken cancellationToken)
    {
        if (_ended.Task.IsCompleted) return;
        End(false);
        await _phone.RequestAsync(InDialog("BYE"), cancellationToken);
    }

    /// <summary>A request within the dialog, with its route set.</summary>
    public SipText InDialog(string method, int? cseq = null)
    {
        var peer = IsOutgoing ? _answer ?? _invite : _invite;
        var target = SipText.Uri(peer.Header("Contact"));
        var request = new SipText { StartLine = $"{method} {target} SIP/2.0" };
        request.Add("Via", _phone.Via()).Add("Max-Forwards", "70");
        foreach (var route in IsOutgoing ? peer.All("Record-Route").Reverse() : peer.All("Record-Route")) request.Add("Route", route);
        var (local, remote) = IsOutgoing
            ? (_invite.Header("From"), peer.Header("To"))
            : (_answer?.Header("To") ?? _invite.Header("To"), _invite.Header("From"));
        return request.Add("From", local).Add("To", remote).Add("Call-ID", CallId).Add("CSeq", $"{cseq ?? ++_cseq} {method}").Add("Contact", _phone.Contact);
    }

    internal void OnInviteResponse(SipText response)
    {
        _progress.TrySetResult();
        if (response.Body.Contains("m=audio", StringComparison.Ordinal)) _media.TrySetResult(response.Body);
        if (response.Status < 200) return;
        if (response.Status < 300)
        {
            AnsweredAt ??= Stopwatch.GetTimestamp();
            _answer ??= response;
            _phone.Send(InDialog("ACK", response.CSeq));
        }
        else
        {
            var ack = new SipText { StartLine = "ACK" + _invite.StartLine[6..] }; // same branch, RFC 3261 §17.1.1.3
            ack.Add("Via", _invite.Header("Via")).Add("Max-Forwards", "70").Add("From", _invite.Header("From")).Add("To", response.Header("To"))
                .Add("Call-ID", CallId).Add("CSeq", $"{response.CSeq} ACK");
            _phone.Send(ack);
            End(true);
        }
        _final.TrySetResult(response);
    }

    internal void OnRequest(SipText request)
    {
        switch (request.Method)
        {
            case "ACK":
                _final.TrySetResult(request);
                break;
            case "BYE":
                _phone.Send(request.Reply(200, "OK", _localTag));
                End(true);
                break;
            case "CANCEL":
                _phone.Send(request.Reply(200, "OK", _localTag));
                _phone.Send(_invite.Reply(487, "Request Terminated", _localTag));
                End(true);
                break;
            case "INVITE" or "UPDATE":
                var ok = request.Reply(200, "OK", _localTag).Add("Contact", _phone.Contact).Add("Content-Type", "application/sdp");
                ok.Body = Sdp(_phone.Local.Address, RtpPort);
                _phone.Send(ok);
                break;
            default:
                _phone.Send(request.Reply(200, "OK", _localTag));
                break;
        }
    }

    private void End(bool byPeer)
    {
        EndedAt ??= Stopwatch.GetTimestamp();
        EndedByPeer |= byPeer;
        _ended.TrySetResult();
    }

    private static string Sdp(IPAddress address, int port) => string.Join("\r\n",
        "v=0", $"o=kit 1 1 IN IP4 {address}", "s=-", $"c=IN IP4 {address}", "t=0 0", $"m=audio {port} RTP/AVP 0 101", "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:101 telephone-event/8000", "a=fmtp:101 0-15", "a=ptime:20", "a=sendrecv", "");

    private static IPEndPoint ParseRemote(string sdp)
    {
        var lines = sdp.Split('\n').Select(l => l.Trim()).ToArray();
        var address = lines.Last(l => l.StartsWith("c=IN IP4 ", StringComparison.Ordinal))[9..];
        var port = lines.First(l => l.StartsWith("m=audio ", StringComparison.Ordinal)).Split(' ')[1];
        return new IPEndPoint(IPAddress.Parse(address), int.Parse(port));
    }
}
