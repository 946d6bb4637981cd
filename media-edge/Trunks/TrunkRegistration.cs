using SmartPbx.Sip;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Trunks;

/// <summary>
/// Registers one trunk with its carrier and keeps it so, until it is told to leave (RFC 3261 §10.2). <see cref="RegistrationMachine"/> decides, this does.
/// A target that is silent or broken passes the request to the next.
/// </summary>
internal sealed class TrunkRegistration(TrunkState trunk, SipStack stack, TrunkEvents events, TimeSpan firstRetry, TimeProvider clock)
{
    private readonly string _callId = SipTokens.Random.NewCallId(); // §10.2: one Call-ID for all registrations of a client
    private readonly string _tag = SipTokens.Random.NewTag();
    private uint _cseq;
    private uint _expires = (uint)trunk.Trunk.Registration!.ExpiresSeconds;
    private uint _granted;
    private int _failures;
    private TimeSpan _askedToWait;
    private bool? _wasUp;

    /// <summary>Runs until unregistered after <paramref name="leave"/>, or until <paramref name="kill"/>, which tells nobody.</summary>
    public async Task RunAsync(CancellationToken leave, CancellationToken kill)
    {
        var (phase, action) = RegistrationMachine.Next(RegistrationPhase.Idle, RegistrationInput.Start);
        while (phase != RegistrationPhase.Gone && !kill.IsCancellationRequested)
        {
            var input = await PerformAsync(action, leave, kill);
            (phase, action) = RegistrationMachine.Next(phase, input);
            Tell(phase);
            if (leave.IsCancellationRequested && phase != RegistrationPhase.Leaving) (phase, action) = RegistrationMachine.Next(phase, RegistrationInput.Leave);
        }
    }

    private async Task<RegistrationInput> PerformAsync(RegistrationAction action, CancellationToken leave, CancellationToken kill)
    {
        switch (action)
        {
            case RegistrationAction.SendRegister or RegistrationAction.SendLonger: return await SendAsync(_expires, kill);
            case RegistrationAction.SendUnregister: return await SendAsync(0, kill);
            case RegistrationAction.SleepUntilRefresh: return await SleepAsync(RegistrationTimes.Refresh(_granted, Random()), leave);
            default:
                var wait = RegistrationTimes.Retry(firstRetry, _failures, Random());
                return await SleepAsync(wait > _askedToWait ? wait : _askedToWait, leave);
        }
    }

    private async Task<RegistrationInput> SendAsync(uint expires, CancellationToken kill)
    {
        _askedToWait = TimeSpan.Zero;
        var ways = from target in trunk.Targets orderby target.Health.IsUp ? 0 : 1 from flow in target.Flows select (Target: target, Flow: flow);
        foreach (var (target, flow) in ways.DistinctBy(way => way.Flow)) // two names may lead to one server
        {
            var answer = await SendAsync(target, flow, expires, kill);
            if (kill.IsCancellationRequested) return RegistrationInput.Silent;
            if (answer is null || answer.Status >= SipStatus.ServerInternalError) continue; // the next target may do better (RFC 3263 §4.3)
            return Take(answer, target, flow, expires);
        }
        _failures++;
        return RegistrationInput.Silent;
    }

    private async Task<SipResponse?> SendAsync(TrunkTarget target, SipFlow flow, uint expires, CancellationToken kill)
    {
        var pending = new PendingAnswer();
        var sent = stack.Send(Register(target, flow, expires), flow, pending);
        var answer = await pending.Task.WaitAsync(kill).ContinueWith(t => t.IsCompletedSuccessfully ? t.Result : null, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _cseq = sent.Request.CSeq.Number; // a challenge took one more
        if (answer is not null && TrunkFailure.Rest(answer) is { Ticks: > 0 } rest) _askedToWait = rest;
        return answer;
    }

    private RegistrationInput Take(SipResponse answer, TrunkTarget target, SipFlow flow, uint expires)
    {
        if (answer.IsSuccess)
        {
            _granted = expires == 0 ? 0 : Granted(answer, flow);
            _failures = 0;
            trunk.RegisteredUntil = clock.GetUtcNow().AddSeconds(_granted);
            return RegistrationInput.Accepted;
        }
        // §10.3 step 6: Min-Expires says how much more; one that asks for less than it got, or for too much, is broken.
        if (answer.Status == SipStatus.IntervalTooBrief && expires != 0 && MinExpires(answer) is { } least && least > _expires)
        {
            _expires = least;
            return RegistrationInput.TooBrief;
        }
        _failures++;
        events.RegistrationRefused(trunk.Trunk, target.Uri, answer.Status);
        return RegistrationInput.Refused;
    }

    private SipRequest Register(TrunkTarget target, SipFlow flow, uint expires)
    {
        var domain = trunk.Trunk.Domain ?? target.Uri.Host;
        var own = new NameAddr(new SipUri { User = trunk.ContactUser, Host = domain });
        return new SipRequest(SipMethod.Register, new SipUri { Scheme = target.Uri.Scheme, Host = domain }) // §10.2: no user part
        {
            From = own.WithTag(_tag), To = own, CallId = _callId, CSeq = new CSeq(++_cseq, SipMethod.Register), Contact = Contact(flow), Expires = expires,
            Credentials = trunk.Credentials,
        };
    }

    private NameAddr Contact(SipFlow flow) => stack.Contact(trunk.ContactUser, flow);

    // §10.2.4: the carrier's word for our contact, then for all, then what we asked for.
    private uint Granted(SipResponse answer, SipFlow flow)
    {
        var ours = Contact(flow).Uri;
        var contact = answer.Contacts.FirstOrDefault(c => c.Uri.User == ours.User && c.Uri.Host == ours.Host && c.Uri.Port == ours.Port);
        var granted = uint.TryParse(contact?.Parameters["expires"], out var own) ? own : answer.Expires ?? _expires;
        return Math.Clamp(granted, 1, 7 * 86_400);
    }

    private static uint? MinExpires(SipResponse answer) => uint.TryParse(answer.Headers["Min-Expires"], out var seconds) && seconds <= 86_400 ? seconds : null;

    private async Task<RegistrationInput> SleepAsync(TimeSpan time, CancellationToken leave)
    {
        await Task.Delay(time, clock, leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return RegistrationInput.Due;
    }

    private void Tell(RegistrationPhase phase)
    {
        if (phase == RegistrationPhase.Waiting) trunk.RegisteredUntil = DateTimeOffset.MinValue;
        var isUp = phase is RegistrationPhase.Registered or RegistrationPhase.Refreshing;
        if (phase is not (RegistrationPhase.Registered or RegistrationPhase.Waiting) || _wasUp == isUp) return;
        _wasUp = isUp;
        events.RegistrationChanged(trunk.Trunk, isUp);
    }

    private static double Random()
    {
        Span<byte> random = stackalloc byte[2];
        SipTokens.Random.Fill(random);
        return (random[0] << 8 | random[1]) / (double)ushort.MaxValue;
    }
}
