using SmartPbx.Interop.Running;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.Interop.Soak.Load;

/// <summary>Callers behind the trunk: most talk, some give up while it rings, some hold, some vanish, a few talk to the agent.</summary>
internal sealed class SoakCaller(SoakAgent agent, AudioClock clock, PeerCounts counts, int seed, string ring, string ringOrAgent)
{
    private const double OtherCodec = 0.12, GivesUp = 0.08, Holds = 0.1, Vanishes = 0.01;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60), _shortest = TimeSpan.FromSeconds(3), _longest = TimeSpan.FromSeconds(45), _hold = TimeSpan.FromSeconds(3);
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();
    private int _agentCalls;

    /// <summary>Begins calls at random moments, so many a second, for ever.</summary>
    public async Task RunAsync(double callsPerSecond, double agentShare)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(-Math.Log(1 - Next()) / callsPerSecond));
            _ = CallAsync(agentShare);
        }
    }

    private async Task CallAsync(double agentShare)
    {
        var codec = Next() >= OtherCodec ? SdpCodec.Pcmu : Next() < 0.5 ? SdpCodec.Pcma : SdpCodec.G722;
        if (codec != SdpCodec.Pcmu) counts.Transcode();
        var wantsAgent = Next() < agentShare && Interlocked.CompareExchange(ref _agentCalls, 1, 0) == 0; // one at a time: its ears and voice cost a core
        using var leg = new SoakLeg(agent, counts, clock, codec, (int)(Next() * int.MaxValue));
        counts.Begin();
        try
        {
            if (await IsAnsweredAsync(leg, wantsAgent ? EdgeDirectory.AgentNumber : Next() < 0.1 ? ringOrAgent : ring)) await TalkAsync(leg);
        }
        finally
        {
            if (wantsAgent)
            {
                counts.AgentCall();
                Interlocked.Exchange(ref _agentCalls, 0);
            }
        }
    }

    private async Task<bool> IsAnsweredAsync(SoakLeg leg, string number)
    {
        var (transaction, request) = leg.Dial(number);
        var patience = Next() < GivesUp ? TimeSpan.FromSeconds(2 * Next()) : _patience;
        if (await Task.WhenAny(request.Final, Task.Delay(patience)) != request.Final)
        {
            counts.Cancel();
            transaction.Cancel();
        }
        switch (await request.Final)
        {
            case null: counts.TimeOut(); return false;
            case { IsSuccess: true }: counts.Answer(); return true;
            default: counts.Refuse(); return false;
        }
    }

    private async Task TalkAsync(SoakLeg leg)
    {
        if (Next() < Holds)
        {
            await Task.WhenAny(leg.Over, Task.Delay(_hold * Next()));
            if (await leg.ReinviteAsync(SdpDirection.SendOnly) == 200) counts.Hold();
            await Task.WhenAny(leg.Over, Task.Delay(_hold));
            await leg.ReinviteAsync(SdpDirection.SendRecv);
        }
        await Task.WhenAny(leg.Over, Task.Delay(_shortest + (_longest - _shortest) * Next()));
        if (leg.Over.IsCompleted) return;
        if (Next() < Vanishes) leg.Vanish();
        else await leg.HangUpAsync();
    }

    private double Next()
    {
        lock (_gate) return _random.NextDouble();
    }
}
