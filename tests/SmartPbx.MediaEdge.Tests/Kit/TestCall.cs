using System.Net;
using System.Threading.Channels;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>One request of a test phone and its answers; for INVITE with ACK and the dialog.</summary>
internal sealed class TestCall(TestPhone phone, SipFlow edge) : IClientTransactionUser
{
    private readonly Channel<SipResponse> _responses = Channel.CreateUnbounded<SipResponse>();
    private ClientTransaction? _transaction;

    public SipRequest Invite => _transaction!.Request;

    public void Send(SipRequest request) => _transaction = phone.Stack.Send(request, edge, this);

    public void Cancel(string? reason = null) => _transaction!.Cancel(reason);

    /// <summary>The next answer with this status; others are passed over.</summary>
    public async Task<SipResponse> ResponseAsync(int status)
    {
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        while (true)
        {
            var response = await _responses.Reader.ReadAsync(limit.Token);
            if (response.Status == status) return response;
            Assert.True(response.IsProvisional, $"expected {status}, got {response.Status} {response.Reason}");
        }
    }

    public async Task<SipResponse> FinalAsync()
    {
        using var limit = new CancellationTokenSource(TestPhone.Patience);
        while (true)
        {
            var response = await _responses.Reader.ReadAsync(limit.Token);
            if (!response.IsProvisional) return response;
        }
    }

    /// <summary>Whether nothing but 100 has come in this time.</summary>
    public async Task<bool> StaysSilentAsync(TimeSpan time)
    {
        using var limit = new CancellationTokenSource(time);
        try
        {
            await _responses.Reader.ReadAsync(limit.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Waits for the 200 and acknowledges it; audio can flow.</summary>
    public async Task<TestDialog> AnsweredAsync(SdpSession? answerInAck = null) => Established(await ResponseAsync(200), answerInAck);

    /// <summary>Acknowledges a 200; audio can flow.</summary>
    public TestDialog Established(SipResponse ok, SdpSession? answerInAck = null)
    {
        Assert.True(SdpSession.TryParse(ok.Body.Span, out var remote, out _));
        var dialog = Dialog.FromUac(Invite, ok)!;
        var ack = dialog.CreateAck(Invite);
        if (answerInAck is not null) ack.SetBody(SdpSession.ContentType, answerInAck.ToBytes());
        phone.Stack.SendAck(ack, edge);
        return new TestDialog(phone, dialog, edge, Rtp(remote));
    }

    /// <summary>ACK of a 200 that the test has looked at itself.</summary>
    public void Acknowledge(SipResponse ok) => phone.Stack.SendAck(Dialog.FromUac(Invite, ok)!.CreateAck(Invite), edge);

    public static IPEndPoint Rtp(SdpSession session) => new(IPAddress.Parse(Host(session)), session.Audio!.Port);

    public void OnProvisional(ClientTransaction transaction, SipResponse response) => _responses.Writer.TryWrite(response);

    public void OnFinal(ClientTransaction transaction, SipResponse response) => _responses.Writer.TryWrite(response);

    public void OnTimeout(ClientTransaction transaction) => _responses.Writer.TryComplete(new TimeoutException("no answer"));

    public void OnTransportError(ClientTransaction transaction) => _responses.Writer.TryComplete(new IOException("not sent"));

    private static string Host(SdpSession session) => session.AddressOf(session.Audio!)!.Split(' ')[^1];
}
