using SmartPbx.Interop.Running;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Sdp;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>A registered phone with many lines: most calls are answered after a while, some refused or left ringing; some are transferred, held or hung up.</summary>
internal sealed class SoakPhone
{
    private const double OtherCodec = 0.12, Refuses = 0.05, NeverAnswers = 0.02, HangsUp = 0.4, Transfers = 0.05, Holds = 0.05, Vanishes = 0.01;
    private static readonly TimeSpan _answersWithin = TimeSpan.FromSeconds(1.5), _longest = TimeSpan.FromSeconds(60), _hold = TimeSpan.FromSeconds(4);
    private static readonly int[] _refusals = [SipStatus.BusyHere, SipStatus.Decline, SipStatus.TemporarilyUnavailable, SipStatus.ServerInternalError];
    private readonly SoakAgent _agent;
    private readonly AudioClock _clock;
    private readonly PeerCounts _counts;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly int _places;

    public SoakPhone(SoakAgent agent, AudioClock clock, PeerCounts counts, int seed, int places)
    {
        (_agent, _clock, _counts, _random, _places) = (agent, clock, counts, new Random(seed), places);
        agent.OnInvite = invite => _ = TakeAsync(invite);
    }

    private async Task TakeAsync(ServerTransaction invite)
    {
        var codec = Next() >= OtherCodec ? SdpCodec.Pcmu : Next() < 0.5 ? SdpCodec.Pcma : SdpCodec.G722;
        using var leg = new SoakLeg(_agent, _counts, _clock, codec, (int)(Next() * int.MaxValue));
        leg.Ring(invite);
        if (Next() < NeverAnswers)
        {
            await leg.Over;
            return;
        }
        await Task.WhenAny(leg.Over, Task.Delay(_answersWithin * Next()));
        if (Next() < Refuses)
        {
            leg.Refuse(invite, _refusals[(int)(Next() * _refusals.Length)]);
            return;
        }
        if (!leg.TryAccept(invite)) return;
        if (codec != SdpCodec.Pcmu) _counts.Transcode();
        await TalkAsync(leg);
    }

    private async Task TalkAsync(SoakLeg leg)
    {
        await Task.WhenAny(leg.Over, Task.Delay(_hold * Next()));
        if (Next() < Transfers)
        {
            if (await leg.ReferAsync(Place.Directory((int)(Next() * _places)).Extension, EdgeDirectory.Domain) == SipStatus.Accepted) _counts.Transfer();
        }
        else if (Next() < Holds)
        {
            if (await leg.ReinviteAsync(SdpDirection.Inactive) == SipStatus.Ok) _counts.Hold();
            await Task.WhenAny(leg.Over, Task.Delay(_hold));
            await leg.ReinviteAsync(SdpDirection.SendRecv);
        }
        await Task.WhenAny(leg.Over, Next() < HangsUp ? Task.Delay(_longest * Next()) : Task.Delay(_longest * 2));
        if (leg.Over.IsCompleted) return;
        if (Next() < Vanishes) leg.Vanish();
        else await leg.HangUpAsync();
    }

    private double Next()
    {
        lock (_gate) return _random.NextDouble();
    }
}
