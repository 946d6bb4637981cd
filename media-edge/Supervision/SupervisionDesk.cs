using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>
/// The supervisors of one call: rings them, lets them listen, whisper and barge, by the API's commands and by keys of their own phones, and lets them
/// go. After everything that happens in the call it looks who hears whom now, so that holds and transfers need not know of it. Used by the mailbox alone.
/// </summary>
internal sealed class SupervisionDesk
{
    /// <summary>Supervisors of one call at the same time.</summary>
    public const int MaxSupervisors = 4;

    /// <summary>And in its whole life.</summary>
    public const int MaxSupervisions = 32;

    private const char ListenKey = '4', WhisperKey = '5', BargeKey = '6';

    private readonly CallServices _services;
    private readonly LiveCall _state;
    private readonly SupervisorRinging _ringing;
    private readonly SupervisorRequests _requests;
    private readonly SupervisionNotes _notes;
    private Scene? _scene;

    public SupervisionDesk(CallServices services, LiveCall state, Action<string, string> register)
    {
        (_services, _state) = (services, state);
        _ringing = new SupervisorRinging(services, state, register);
        _requests = new SupervisorRequests(services, End, Press);
        _notes = new SupervisionNotes(services, state);
    }

    private IEnumerable<SupervisorLeg> Present => _state.Supervisors.Where(leg => !leg.IsOver);

    private bool HasTwoSides => _state.Phase is CallPhase.Bridged or CallPhase.Transferring;

    /// <summary>Takes what is about supervisors or from their phones; false: it is somebody else's.</summary>
    public bool TryTake(CallInput input)
    {
        switch (input)
        {
            case CallInput.Supervised about: Handle(about.Input); return true;
            case CallInput.SupervisorKey pressed: Press(pressed.Supervision, pressed.Key.Key); return true;
            case CallInput.SupervisorLost lost: MediaLost(lost.Supervision); return true;
            case CallInput.Request { Side: LegSide.Supervisor } request: Handle(request.Transaction); return true;
            case CallInput.Acknowledged { Side: LegSide.Supervisor } ack: Acknowledge(ack.Ack); return true;
            case CallInput.AckLost { Side: LegSide.Supervisor }: return true; // its silence ends it
            case CallInput.ForkAnswered fork when _state.Supervisors.Find(leg => leg.Forks.Contains(fork.Fork)) is { } owner: Take(owner, fork.Fork, fork.Response); return true;
            default: return false;
        }
    }

    // A command, or the end of a ringing.
    private void Handle(SupervisionInput input)
    {
        if (input is SupervisionInput.RungOut { Supervision: var id } && Find(id) is { Status: SupervisionStatus.Ringing } silent) End(silent, SupervisionReason.NotAnswered, false);
        if (input is not SupervisionInput.Ordered ordered) return;
        if (ordered.Command.Type == EdgeCommand.BeginSupervision) Begin(ordered);
        else if (Find(ordered.Order.Id) is { } leg) Change(leg, ordered);
        else ordered.Refuse(SupervisionReason.NoSuchSupervision);
    }

    // A phone that is rung said something; null: it did not answer at all.
    private void Take(SupervisorLeg leg, CalleeFork fork, SipResponse? response)
    {
        if (response is { IsProvisional: true }) return;
        if (response is { IsSuccess: true })
        {
            if (_ringing.TryWin(leg, fork, response)) Join(leg, response);
        }
        else if (_ringing.Lost(leg, fork, response) is { } reason) End(leg, reason, false);
    }

    private void Handle(ServerTransaction transaction)
    {
        var leg = Present.FirstOrDefault(one => one.Dialog is { } dialog && dialog.Matches(transaction.Request));
        if (leg is null) transaction.Respond(SipStatus.CallOrTransactionDoesNotExist);
        else _requests.Handle(leg, leg.Dialog!, transaction);
    }

    // ACK of a 2xx of ours to a supervisor's phone.
    private void Acknowledge(SipRequest ack)
    {
        if (Present.FirstOrDefault(one => one.Dialog is { } dialog && dialog.Matches(ack)) is { } leg) SupervisorRequests.Acknowledge(leg, ack);
    }

    private void Press(SupervisionId id, char key)
    {
        if (Find(id) is { } leg) Press(leg, key);
    }

    private void MediaLost(SupervisionId id)
    {
        if (Find(id) is { IsActive: true, Media.IsOnHold: false } leg) End(leg, SupervisionReason.MediaLost, false);
    }

    /// <summary>Whatever has happened in the call: who hears whom now?</summary>
    public void Look()
    {
        if (_state.Supervisors.Count == 0 || _state.Phase == CallPhase.Ended) return;
        var callee = _state.Phase == CallPhase.Bridged && _state.Media.IsConnected ? _state.Media.Callee!.Leg : null;
        var isWithAgent = _state.Phase is CallPhase.WithAgent or CallPhase.RingingPerson;
        var first = isWithAgent ? _state.AgentPartner : _state.Seats.IsFilled(LegSide.Caller) && _state.Seats.Of(LegSide.Caller) is null ? LegSide.Callee : LegSide.Caller;
        var scene = new Scene(_state.Media.Of(first)!.Leg, callee, isWithAgent, [.. Present.Where(leg => leg.IsActive)
            .Select(leg => new SupervisionPlan.Seat(leg.Media.Leg, leg.Mode, leg.WhisperTo))]);
        if (_scene is { } known ? known.IsSame(scene) : scene.Seats.Count == 0) return;
        _scene = scene;
        var plan = SupervisionPlan.Of(scene.First, scene.Callee, scene.IsWithAgent, scene.Seats);
        _state.Media.Mix(plan);
        foreach (var media in new[] { _state.Media.Caller, _state.Media.Callee }.OfType<LegMedia>()) media.HearsMix = plan.Outputs.Any(output => output.Leg == media.Leg);
        _state.Agent?.SetAside(scene.IsWithAgent && plan.Outputs.Any(output => output.Leg == scene.First));
    }

    /// <summary>The call is over: every supervisor is let go.</summary>
    public void CallEnded()
    {
        foreach (var leg in Present.ToList()) End(leg, SupervisionReason.CallEnded, false);
    }

    private SupervisorLeg? Find(SupervisionId id) => Present.FirstOrDefault(leg => leg.Order.Id == id);

    private void Begin(SupervisionInput.Ordered ordered)
    {
        if (Find(ordered.Order.Id) is { } known)
        {
            _notes.Answer(known); // the same command once more
            return;
        }
        var bindings = _services.Bindings.List(_state.Cdr.TenantId, ordered.Order.Extension);
        if (Obstacle(ordered.Order, bindings.Count) is { } obstacle) ordered.Refuse(obstacle);
        else if (_state.Media.TryOpen(bindings[0].Source.Remote.AddressFamily) is not { } media) ordered.Refuse(SupervisionReason.NoPorts);
        else
        {
            media.Events!.SeatSupervisor(ordered.Order.Id, _state.Mailbox);
            var leg = new SupervisorLeg($"s{_state.Supervisors.Count + 1}", media, ordered.Order)
            {
                AskedAt = _services.Clock.GetUtcNow(), LastCommand = (ordered.Command.CommandId, null),
            };
            _state.Supervisors.Add(leg);
            _ringing.Begin(leg, bindings);
            _notes.Tell(leg);
        }
    }

    private SupervisionReason? Obstacle(SupervisionOrder order, int phones)
    {
        if (_services.Directory.Current.Tenant(_state.Cdr.TenantId)?.Extensions.ContainsKey(order.Extension) != true) return SupervisionReason.UnknownExtension;
        if (!CallMachine.IsAnswered(_state.Phase)) return SupervisionReason.CallNotAnswered;
        if (order.Mode == SupervisionMode.Whisper && !HasTwoSides) return SupervisionReason.NobodyToWhisperTo;
        if (IsInCall(order.Extension)) return SupervisionReason.ExtensionInCall;
        if (phones == 0) return SupervisionReason.ExtensionNotRegistered;
        return Present.Count() >= MaxSupervisors || _state.Supervisors.Count >= MaxSupervisions ? SupervisionReason.TooManySupervisors : null;
    }

    private bool IsInCall(string extension) =>
        Party(LegSide.Caller) == extension || Party(LegSide.Callee) == extension || Present.Any(leg => leg.Order.Extension == extension);

    private string? Party(LegSide side) => _state.Seats.IsFilled(side) ? _state.Seats.Of(side)?.Party
        : side == LegSide.Caller ? _state.From.Trunk is null ? _state.Cdr.Caller : null
        : _state.Callee.Winner?.Party;

    private void Join(SupervisorLeg leg, SipResponse response)
    {
        leg.Status = SupervisionStatus.Active;
        if (leg.Winner!.Early.AnswerIn(response) is { } answer && leg.Media.TryAccept(answer)) _notes.Tell(leg);
        else End(leg, SupervisionReason.NotAcceptable, false);
    }

    private void Change(SupervisorLeg leg, SupervisionInput.Ordered ordered)
    {
        var (command, order) = (ordered.Command, ordered.Order);
        leg.LastCommand = (command.CommandId, null);
        if (command.Type == EdgeCommand.EndSupervision) End(leg, SupervisionReason.Stopped, false);
        else if (command.Type != EdgeCommand.ChangeSupervision) _notes.Answer(leg);
        else if (!TrySwitch(leg, order.Mode, SupervisorLeg.SideOf(order.WhisperTo)))
        {
            leg.LastCommand = (command.CommandId, SupervisionReason.NobodyToWhisperTo);
            _notes.Answer(leg);
        }
    }

    // What has two sides or none to whisper to is the call's affair; whoever whispers while it changes is heard again when it has two.
    private bool TrySwitch(SupervisorLeg leg, SupervisionMode mode, LegSide whisperTo)
    {
        if (mode == SupervisionMode.Whisper && !HasTwoSides) return false;
        var isNews = (mode, whisperTo) != (leg.Mode, leg.WhisperTo);
        (leg.Mode, leg.WhisperTo) = (mode, whisperTo);
        if (isNews && leg.IsActive) _notes.Tell(leg);
        else _notes.Answer(leg);
        return true;
    }

    private void Press(SupervisorLeg leg, char key)
    {
        SupervisionMode? mode = key switch
        {
            ListenKey => SupervisionMode.Listen,
            WhisperKey => SupervisionMode.Whisper,
            BargeKey => SupervisionMode.Barge,
            _ => null,
        };
        if (leg.IsActive && mode is { } wanted) TrySwitch(leg, wanted, leg.WhisperTo);
    }

    private void End(SupervisorLeg leg, SupervisionReason reason, bool hungUp)
    {
        if (leg.IsOver) return;
        (leg.Status, leg.Reason, leg.EndedAt) = (SupervisionStatus.Ended, reason, _services.Clock.GetUtcNow());
        _ringing.Release(leg, hungUp);
        Look(); // nobody hears a leg that is about to close
        _state.Media.Close(leg.Media);
        _notes.Tell(leg);
    }

    /// <summary>What the plan follows from.</summary>
    private sealed record Scene(Media.Relay.MediaLeg First, Media.Relay.MediaLeg? Callee, bool IsWithAgent, IReadOnlyList<SupervisionPlan.Seat> Seats)
    {
        public bool IsSame(Scene other) => First == other.First && Callee == other.Callee && IsWithAgent == other.IsWithAgent && Seats.SequenceEqual(other.Seats);
    }
}
