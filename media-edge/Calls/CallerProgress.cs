using System.Buffers.Binary;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>Opens leg A: a caller that understands reliable provisional answers gets them so, because a lost 183 is lost early media.</summary>
internal static class CallerProgress
{
    public static CallerLeg Open(ServerTransaction invite, CallServices services, CallTimers timers)
    {
        var reliable = SipOptionTags.Supports(invite.Request, SipOptionTags.Reliable)
            ? new ReliableProvisionals(invite.Request.CSeq, FirstSequence(services), new TransactionTimers { T1 = services.Options.SipT1 })
            : null;
        return new CallerLeg(invite, services.Sip, reliable, time =>
        {
            if (time is { } wait) timers.Start(CallTimer.Prack, wait);
            else timers.Stop(CallTimer.Prack);
        });
    }

    // "chosen uniformly between 1 and 2**31 - 1" (RFC 3262 §3)
    private static uint FirstSequence(CallServices services)
    {
        Span<byte> random = stackalloc byte[sizeof(uint)];
        services.Ids.Fill(random);
        return 1 + BinaryPrimitives.ReadUInt32BigEndian(random) % RSeq.MaxFirst;
    }
}
