using System.Globalization;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.Sip.Provisionals;

/// <summary>
/// The reliable provisional responses of one INVITE that we answer (RFC 3262 §3): numbers them, says when to repeat, takes their PRACKs.
/// Runs <see cref="ReliableMachine"/>; sends nothing and owns no timer, so the owner's mailbox decides when things happen. Not thread-safe.
/// </summary>
/// <param name="invite">CSeq of the INVITE.</param>
/// <param name="firstSequence">RSeq of the first response, drawn from 1 to <see cref="RSeq.MaxFirst"/>.</param>
/// <param name="timers">T1.</param>
public sealed class ReliableProvisionals(CSeq invite, uint firstSequence, TransactionTimers timers)
{
    /// <summary>Responses that wait for the one before them.</summary>
    public const int MaxQueued = 8;

    private readonly Queue<SipResponse> _queue = [];
    private SipResponse? _waiting;
    private uint _sequence = firstSequence - 1;
    private TimeSpan _interval;
    private TimeSpan _elapsed;

    public ReliableState State { get; private set; }

    /// <summary>Whether a 2xx must wait: an unacknowledged response carries a description (RFC 3262 §3).</summary>
    public bool HoldsSuccess => (State == ReliableState.Waiting && !_waiting!.Body.IsEmpty) || _queue.Any(response => !response.Body.IsEmpty);

    /// <summary>Sends a 101–199, or keeps it until the one before is acknowledged. Beyond <see cref="MaxQueued"/> it is dropped: it was only progress.</summary>
    public ReliableStep Send(SipResponse response)
    {
        var actions = Feed(ReliableInput.Send);
        if (actions.HasFlag(ReliableActions.Queue) && _queue.Count < MaxQueued)
            _queue.Enqueue(response);
        return actions.HasFlag(ReliableActions.SendResponse) ? Begin(response) : default;
    }

    /// <summary>The time of the last step is over.</summary>
    public ReliableStep Elapse()
    {
        _elapsed += Interval;
        _interval *= 2; // "an interval that starts at T1 seconds and doubles for each retransmission"
        var actions = Feed(_elapsed >= timers.Timeout ? ReliableInput.TimerGiveUp : ReliableInput.TimerRepeat);
        if (actions.HasFlag(ReliableActions.Refuse))
            return new ReliableStep(null, null, IsRefused: true);
        return actions.HasFlag(ReliableActions.SendResponse) ? new ReliableStep(_waiting, Interval) : default;
    }

    /// <summary>
    /// Whether this PRACK acknowledges a response that waits; otherwise it is answered 481. <paramref name="acknowledged"/> is that response,
    /// whose timer may stop.
    /// </summary>
    public bool TryAcknowledge(SipRequest prack, out SipResponse? acknowledged)
    {
        acknowledged = _waiting;
        bool matches = RAck.TryParse(prack.Headers[RAck.Header], out var rack) && rack == new RAck(_sequence, invite) && _waiting is not null;
        return matches && Feed(ReliableInput.Prack).HasFlag(ReliableActions.AcceptPrack);
    }

    /// <summary>After a PRACK: the next response, if one waits.</summary>
    public ReliableStep Next()
    {
        if (State != ReliableState.Free || !_queue.TryDequeue(out var response))
            return default;
        Feed(ReliableInput.Send);
        return Begin(response);
    }

    /// <summary>The final response goes out.</summary>
    public void Finish()
    {
        _queue.Clear();
        Feed(ReliableInput.Final);
    }

    private TimeSpan Interval => _interval < timers.Timeout - _elapsed ? _interval : timers.Timeout - _elapsed;

    private ReliableStep Begin(SipResponse response)
    {
        response.Headers.Set("Require", SipOptionTags.Reliable);
        response.Headers.Set(RSeq.Header, (++_sequence).ToString(CultureInfo.InvariantCulture));
        (_waiting, _interval, _elapsed) = (response, timers.T1, TimeSpan.Zero);
        return new ReliableStep(response, Interval);
    }

    private ReliableActions Feed(ReliableInput input)
    {
        (State, var actions) = ReliableMachine.Next(State, input);
        return actions;
    }
}
