using System.Net;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>An answered call from one phone's side.</summary>
internal sealed record TestDialog(TestPhone Phone, Dialog Dialog, SipFlow Edge, IPEndPoint EdgeRtp)
{
    /// <summary>Sends a request inside the dialog; its final answer.</summary>
    public Task<SipResponse> SendAsync(SipMethod method, Action<SipRequest>? change = null)
    {
        var request = Dialog.CreateRequest(method);
        change?.Invoke(request);
        return Phone.SendAsync(request, Edge);
    }

    public Task<SipResponse> ByeAsync() => SendAsync(SipMethod.Bye);
}
