using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Resolution;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Keeps one target of a trunk in sight: where its name leads (RFC 3263), and whether it answers OPTIONS (RFC 3261 §11).</summary>
internal sealed class TrunkProbe(TrunkState trunk, TrunkTarget target, SipStack stack, ISipResolver resolver, TrunkBoard board, TrunkEvents events, TimeProvider clock)
{
    /// <summary>How often a name is looked up where no OPTIONS is sent.</summary>
    private static readonly TimeSpan LookUpEvery = TimeSpan.FromSeconds(60);

    /// <summary>The same while it is not known where a name leads: no call can go there, and DNS may have been away for a moment only.</summary>
    private static readonly TimeSpan LookUpAgainAfter = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LookUpLimit = TimeSpan.FromSeconds(10);
    private readonly string _callId = SipTokens.Random.NewCallId();
    private uint _cseq;

    /// <summary>Finds out where the target is; an answer that does not come leaves what was known.</summary>
    public async Task LocateAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LookUpLimit);
        try
        {
            if (await resolver.ResolveAsync(target.Uri, limit.Token) is not { Count: > 0 } flows) return;
            target.Flows = flows;
            board.Located();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // slow DNS: the old addresses stay
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        var probes = trunk.Trunk.OptionsSeconds > 0;
        var every = probes ? TimeSpan.FromSeconds(trunk.Trunk.OptionsSeconds) : LookUpEvery;
        while (!stop.IsCancellationRequested)
        {
            if (probes) await AskAsync(stop);
            var pause = target.Flows.Count > 0 || every < LookUpAgainAfter ? every : LookUpAgainAfter;
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested) await LocateAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        SipResponse? answer = null;
        foreach (var flow in target.Flows.Take(1))
        {
            var pending = new PendingAnswer();
            stack.Send(Options(flow), flow, pending);
            answer = await pending.Task.WaitAsync(stop).ContinueWith(t => t.IsCompletedSuccessfully ? t.Result : null, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        if (stop.IsCancellationRequested) return;
        // Whatever it says it is there, unless it says that it is not able to (a draining peer answers 503).
        events.Observe(trunk.Trunk, target, answer is { Status: not (SipStatus.ServiceUnavailable or SipStatus.RequestTimeout) }, answer?.Status);
    }

    private SipRequest Options(SipFlow flow)
    {
        var own = new NameAddr(new SipUri { User = trunk.ContactUser, Host = trunk.Trunk.Domain ?? target.Uri.Host });
        var options = new SipRequest(SipMethod.Options, target.Uri with { User = null })
        {
            From = own.WithTag(SipTokens.Random.NewTag()), To = new NameAddr(target.Uri with { Parameters = SipParameters.Empty }), CallId = _callId,
            CSeq = new CSeq(++_cseq, SipMethod.Options), Contact = stack.Contact(trunk.ContactUser, flow), Credentials = trunk.Credentials,
        };
        options.Headers.Set("Accept", "application/sdp"); // §11.1
        return options;
    }
}
