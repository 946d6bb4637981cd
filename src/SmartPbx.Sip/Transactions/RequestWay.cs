using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Transactions;

/// <summary>A request as it goes on one flow: the Via names the transport, so another flow means other bytes.</summary>
/// <param name="Flow">Where it goes.</param>
/// <param name="Bytes">The whole request.</param>
internal sealed record RequestWay(SipFlow Flow, byte[] Bytes)
{
    /// <summary>The way to try when this one fails before any answer; <c>null</c> for none.</summary>
    public RequestWay? Next { get; init; }

    /// <summary>Told when this way was given up for the next.</summary>
    public DeadTargets? Failures { get; init; }

    /// <summary>The request as this way carries it. Read again from its bytes: it is seldom wanted, and so its parts need not be kept.</summary>
    public SipRequest Read() => Read(Bytes);

    /// <summary>A request of ours as it was sent.</summary>
    public static SipRequest Read(ReadOnlyMemory<byte> bytes)
    {
        var view = new SipMessageView(SipLimits.Default);
        if (!view.TryParse(bytes, out var error))
            throw new InvalidOperationException($"our own request cannot be read: {error.Code}");
        return view.ToRequest();
    }
}
