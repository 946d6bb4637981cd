using System.Diagnostics;
using System.Net;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>One side of one call: its dialog, its audio, and what may happen in it.</summary>
internal sealed class SoakLeg : IDisposable
{
    private const int PacketMs = 20;
    private readonly SoakAgent _agent;
    private readonly PeerCounts _counts;
    private readonly AudioClock _clock;
    private readonly AudioEnd _audio;
    private readonly SdpCodec[] _codecs;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _talking = new();
    private Dialog? _dialog;
    private ulong _version;
    private string? _callId;
    private int _isAnswered;

    public SoakLeg(SoakAgent agent, PeerCounts counts, AudioClock clock, SdpCodec codec, int seed)
    {
        (_agent, _counts, _clock, _codecs) = (agent, counts, clock, [codec, SdpCodec.TelephoneEvent()]);
        _audio = new AudioEnd(agent.Address, seed) { PayloadType = (byte)codec.PayloadType };
        _clock.Add(_audio);
    }

    /// <summary>BYE or CANCEL, from either side, or the dialog is no more.</summary>
    public Task Over => _over.Task;

    /// <summary>Our description.</summary>
    public SdpSession Offer(SdpDirection direction) => SdpNegotiation.CreateOffer(Settings(direction));

    /// <summary>Dials; every 2xx is acknowledged.</summary>
    public (ClientTransaction Transaction, SoakRequest Request) Dial(string number)
    {
        var invite = _agent.Request(SipMethod.Invite, "+15550100", "carrier.example", number);
        invite.Contact = _agent.Stack.Contact("caller");
        invite.SetBody(SdpSession.ContentType, Offer(SdpDirection.SendRecv).ToBytes());
        _agent.Add(_callId = invite.CallId, this);
        var request = new SoakRequest(ok =>
        {
            _dialog ??= Dialog.FromUac(invite, ok);
            if (_dialog is null) return;
            Hear(ok.Body);
            _agent.Stack.SendAck(_dialog.CreateAck(invite), _agent.Edge);
        });
        return (_agent.Stack.Send(invite, _agent.Edge, request), request);
    }

    /// <summary>A call comes in and rings.</summary>
    public void Ring(ServerTransaction invite)
    {
        _agent.Add(_callId = invite.Request.CallId, this);
        invite.Respond(SipStatus.Ringing);
    }

    /// <summary>Answers an INVITE with a final response, once.</summary>
    public void Refuse(ServerTransaction invite, int status)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) == 0) invite.Respond(status);
    }

    /// <summary>Takes the call; false when it was cancelled meanwhile, or shares no codec.</summary>
    public bool TryAccept(ServerTransaction invite)
    {
        if (Interlocked.Exchange(ref _isAnswered, 1) != 0) return false;
        if (Describe(invite.Request) is not { } description)
        {
            invite.Respond(SipStatus.NotAcceptableHere);
            return false;
        }
        var ok = invite.CreateResponse(SipStatus.Ok);
        ok.Contact = _agent.Stack.Contact("phone");
        ok.SetBody(SdpSession.ContentType, description.ToBytes());
        _dialog = Dialog.FromUas(invite.Request, ok);
        invite.Respond(ok);
        return true;
    }

    /// <summary>Offers another direction; the status of the answer, 0 without one.</summary>
    public async Task<int> ReinviteAsync(SdpDirection direction)
    {
        if (_dialog is not { } dialog || Over.IsCompleted) return 0;
        var invite = dialog.CreateRequest(SipMethod.Invite);
        invite.Contact = _agent.Stack.Contact("phone");
        invite.SetBody(SdpSession.ContentType, Offer(direction).ToBytes());
        var request = new SoakRequest(_ => _agent.Stack.SendAck(dialog.CreateAck(invite), _agent.Edge));
        _agent.Stack.Send(invite, _agent.Edge, request);
        return (await request.Final)?.Status ?? 0;
    }

    /// <summary>Asks the edge to send the other side to a number (RFC 3515); the status of the answer.</summary>
    public async Task<int> ReferAsync(string number, string domain)
    {
        if (_dialog is not { } dialog || Over.IsCompleted) return 0;
        var refer = dialog.CreateRequest(SipMethod.Refer);
        refer.Contact = _agent.Stack.Contact("phone");
        refer.Headers.Set("Refer-To", $"<sip:{number}@{domain}>");
        var request = new SoakRequest();
        _agent.Stack.Send(refer, _agent.Edge, request);
        return (await request.Final)?.Status ?? 0;
    }

    public async Task HangUpAsync()
    {
        if (!_over.TrySetResult() || _dialog is not { } dialog) return;
        var request = new SoakRequest();
        _agent.Stack.Send(dialog.CreateRequest(SipMethod.Bye), _agent.Edge, request);
        await request.Final;
    }

    /// <summary>Gone without a word: no packet, no BYE; requests get 481.</summary>
    public void Vanish()
    {
        _counts.Vanish();
        _over.TrySetResult();
    }

    public void OnRequest(ServerTransaction transaction)
    {
        var method = transaction.Request.Method;
        if (method == SipMethod.Bye) _over.TrySetResult();
        if ((method != SipMethod.Invite && method != SipMethod.Update) || Over.IsCompleted)
        {
            transaction.Respond(Over.IsCompleted && method != SipMethod.Bye ? SipStatus.CallOrTransactionDoesNotExist : SipStatus.Ok);
            return;
        }
        var ok = transaction.CreateResponse(SipStatus.Ok);
        ok.Contact = _agent.Stack.Contact("phone");
        if (method == SipMethod.Invite || transaction.Request.Body.Length > 0)
        {
            if (Describe(transaction.Request) is not { } description)
            {
                transaction.Respond(SipStatus.NotAcceptableHere);
                return;
            }
            ok.SetBody(SdpSession.ContentType, description.ToBytes());
        }
        transaction.Respond(ok);
    }

    public void OnCancel(ServerTransaction invite)
    {
        _over.TrySetResult();
        Refuse(invite, SipStatus.RequestTerminated);
    }

    // The answer to what the request offers, or our offer when it offers nothing; null: nothing in common.
    private SdpSession? Describe(SipMessage message)
    {
        if (message.Body.Length == 0) return Offer(SdpDirection.SendRecv);
        if (!SdpSession.TryParse(message.Body.Span, out var offer, out _) || !SdpNegotiation.TryAnswer(offer, Settings(SdpDirection.SendRecv), out var answer, out var stream)) return null;
        Talk(stream.RemoteRtp);
        return answer;
    }

    private void Hear(ReadOnlyMemory<byte> body)
    {
        if (SdpSession.TryParse(body.Span, out var session, out _) && session.Audio is { } audio && IPAddress.TryParse(session.AddressOf(audio), out var address)) Talk(new IPEndPoint(address, audio.Port));
    }

    private void Talk(IPEndPoint remote)
    {
        _talking.Start();
        _audio.Remote = remote;
    }

    private SdpAudioSettings Settings(SdpDirection direction) =>
        new() { Address = _agent.Address, RtpPort = _audio.Port, Codecs = _codecs, SessionId = 1, SessionVersion = ++_version, Direction = direction };

    public void Dispose()
    {
        _over.TrySetResult();
        _clock.Remove(_audio);
        _audio.Dispose();
        if (_callId is not null) _agent.Remove(_callId);
        _counts.Audio(_audio.Sent, _audio.Heard, _talking.ElapsedMilliseconds / PacketMs);
    }
}
