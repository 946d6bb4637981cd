using System.Net;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Host names in the descriptions of a call (RFC 8866 §5.7): looked up before its mailbox reads the message, and replaced by addresses. Only this
/// call waits, and not for long; neither the SIP loop nor the relay does. A name without an address stays, and its offer is refused.
/// </summary>
internal sealed class MediaHosts(CallServices services, LiveCall state)
{
    /// <summary>The caller hears nothing meanwhile, and the peer repeats its request.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>Returns at once for all messages but those that name a host.</summary>
    public ValueTask ResolveAsync(CallInput input)
    {
        if (MessageOf(input) is not { Body.IsEmpty: false } message || SdpHostNames.Find(message.Body.Span) is not { Count: > 0 } names) return ValueTask.CompletedTask;
        return new ValueTask(ResolveAsync(message, names));
    }

    private async Task ResolveAsync(SipMessage message, IReadOnlyList<SdpHostName> names)
    {
        using var limit = new CancellationTokenSource(Limit, services.Clock);
        var found = await Task.WhenAll(names.Select(name => FindAsync(name, limit.Token)));
        var addresses = new Dictionary<SdpHostName, IPAddress>();
        for (var i = 0; i < found.Length; i++)
            if (found[i] is { } address) addresses[names[i]] = address;
        message.SetBody(message.Headers["Content-Type"] ?? SdpSession.ContentType, SdpHostNames.Replace(message.Body.Span, addresses));
    }

    private async Task<IPAddress?> FindAsync(SdpHostName name, CancellationToken limit)
    {
        try
        {
            var found = await services.Hosts.FindAsync(name.Name, name.Family, limit);
            if (found.Count > 0) return found[0];
        }
        catch (OperationCanceledException)
        {
            // the time is over
        }
        services.Logger.LogWarning("a description names {Host}, which has no {Family} address", name.Name, name.Family);
        return null;
    }

    private SipMessage? MessageOf(CallInput input) => input switch
    {
        CallInput.Begin => state.Caller.Invite.Request,
        CallInput.Request request => request.Transaction.Request,
        CallInput.Acknowledged acknowledged => acknowledged.Ack,
        CallInput.ForkAnswered fork => fork.Response,
        CallInput.Reinvited reinvited => reinvited.Response,
        CallInput.TakeOver takeOver => takeOver.Invite.Request,
        _ => null,
    };
}
