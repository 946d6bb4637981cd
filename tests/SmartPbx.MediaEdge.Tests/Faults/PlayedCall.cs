using System.Net;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Faults;

/// <summary>
/// One bridged call from INVITE to BYE with media, whatever goes wrong in it: the caller dials, the phone answers each INVITE, both talk, the caller hangs
/// up. Nothing of it throws; every wait has an end.
/// </summary>
internal sealed class PlayedCall(TestPhone caller, SipFlow edge) : IClientTransactionUser
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20), TalkLimit = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource<SipResponse?> _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dialog? _dialog;
    private SipRequest _invite = null!;

    /// <summary>Plays it; true when it was answered, both heard each other and the BYE was taken.</summary>
    public static async Task<bool> PlayAsync(TestEdge edge, TestPhone caller, TestPhone phone)
    {
        using var far = new PulseEnd(phone.Address);
        phone.Script = transaction => Take(phone, far, transaction);
        using var near = new PulseEnd(caller.Address);
        var call = new PlayedCall(caller, edge.Sip);
        if (await call.DialAsync(near) is not { } edgeRtp) return false;
        near.Send(edgeRtp);
        using var talk = new CancellationTokenSource(TalkLimit);
        while (!(near.HasHeard && far.HasHeard) && !talk.IsCancellationRequested) await Task.Delay(5, CancellationToken.None);
        return await call.HangUpAsync() && near.HasHeard && far.HasHeard;
    }

    public void OnProvisional(ClientTransaction transaction, SipResponse response) { }

    public void OnFinal(ClientTransaction transaction, SipResponse response)
    {
        // Every 2xx wants an ACK, a repeated one too (RFC 3261 §13.2.2.4).
        if (response.IsSuccess && transaction.Request.Method == SipMethod.Invite && (_dialog ??= Dialog.FromUac(_invite, response)) is { } dialog)
            caller.Stack.SendAck(dialog.CreateAck(_invite), edge);
        _final.TrySetResult(response);
    }

    public void OnTimeout(ClientTransaction transaction) => _final.TrySetResult(null);

    public void OnTransportError(ClientTransaction transaction) => _final.TrySetResult(null);

    // Where the edge's audio is; null: the call did not come to be.
    private async Task<IPEndPoint?> DialAsync(PulseEnd near)
    {
        _invite = caller.Out(SipMethod.Invite, edge, "5551000", "trunk.example", "1000");
        _invite.Contact = caller.Stack.Contact("5551000");
        _invite.SetBody(SdpSession.ContentType, SdpNegotiation.CreateOffer(Settings(caller, near)).ToBytes());
        var transaction = caller.Stack.Send(_invite, edge, this);
        if (await Task.WhenAny(_final.Task, Task.Delay(AnswerLimit)) != _final.Task)
        {
            transaction.Cancel();
            await Task.WhenAny(_final.Task, Task.Delay(AnswerLimit));
        }
        return _dialog is not null && SdpSession.TryParse(_final.Task.Result!.Body.Span, out var session, out _) ? TestCall.Rtp(session) : null;
    }

    private async Task<bool> HangUpAsync()
    {
        var bye = new PlayedCall(caller, edge);
        caller.Stack.Send(_dialog!.CreateRequest(SipMethod.Bye), edge, bye);
        return await Task.WhenAny(bye._final.Task, Task.Delay(AnswerLimit)) == bye._final.Task && bye._final.Task.Result is { IsSuccess: true };
    }

    private static bool Take(TestPhone phone, PulseEnd far, ServerTransaction transaction)
    {
        if (transaction.Request.Method != SipMethod.Invite || transaction.Request.To.Tag is not null) return false;
        if (!SdpSession.TryParse(transaction.Request.Body.Span, out var offer, out _) || !SdpNegotiation.TryAnswer(offer, Settings(phone, far), out var answer, out var stream)) return false;
        var ok = transaction.CreateResponse(200);
        ok.Contact = phone.Stack.Contact("phone");
        ok.SetBody(SdpSession.ContentType, answer.ToBytes());
        transaction.Respond(ok);
        far.Send(stream.RemoteRtp);
        return true;
    }

    private static SdpAudioSettings Settings(TestPhone phone, PulseEnd end) => new() { Address = phone.Address, RtpPort = end.Port, Codecs = [SdpCodec.Pcmu], SessionId = 1 };
}
