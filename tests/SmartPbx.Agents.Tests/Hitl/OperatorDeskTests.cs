using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Tests.Hitl;

public sealed class OperatorDeskTests : IDisposable
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly Partition Presences = new(Tenant, HitlDocuments.PresencePartition);

    private readonly SteppedScheduler _scheduler = new();
    private readonly ManualTime _clock = new();
    private readonly MemoryStore _store = new();
    private readonly FakeCommands _commands = new();
    private readonly FakeRealTime _realTime = new();
    private readonly MemoryBlobs _blobs = new();
    private readonly CancellationTokenSource _hangUp = new();
    private readonly OperatorDesk _desk;

    public OperatorDeskTests() =>
        _desk = new OperatorDesk(new EdgeId("edge1"), _store, _blobs, _realTime, _commands, _clock, new CountingIds(), NullLogger<OperatorDesk>.Instance);

    public void Dispose()
    {
        _desk.Dispose();
        _hangUp.Dispose();
    }

    private void Presence(string user, OperatorStatus status = OperatorStatus.Available, int idleMinutes = 0, AlertId? claimed = null, int heartbeatSecondsAgo = 0, TenantId? tenant = null)
    {
        var owner = tenant ?? Tenant;
        var presence = new OperatorPresence
        {
            TenantId = owner, UserId = new UserId(user), Status = status, HeartbeatAt = _clock.GetUtcNow().AddSeconds(-heartbeatSecondsAgo),
            IdleSince = _clock.GetUtcNow().AddMinutes(-idleMinutes), ClaimedAlert = claimed,
        };
        _store.CommitAsync(new Partition(owner, HitlDocuments.PresencePartition), [DocumentOperation.Upsert(HitlDocuments.Presence, user, presence)], default);
    }

    private Task<DeskAnswer> Ask(string call = "edge1-c1", int seconds = 60)
    {
        var question = new DeskQuestion
        {
            Tenant = Tenant, CallId = new CallId(call), CallStartedAt = ManualTime.Start, Caller = "5551234", Language = "en-US", Reason = HitlReason.LowConfidence,
            Question = "can i bring my dog", Audio = new short[800], Timeout = TimeSpan.FromSeconds(seconds),
        };
        var task = Task.Factory.StartNew(() => _desk.AskAsync(question, _ => { }, _hangUp.Token), default, TaskCreationOptions.None, _scheduler).Unwrap();
        _scheduler.RunAll();
        return task;
    }

    private void Run(double seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            _scheduler.RunAll();
        }
    }

    private HitlAlert Alert(string call = "edge1-c1") => _store.All(HitlDocuments.Alerts).Single(a => a.CallId.Value == call);

    private void Answer(string call = "edge1-c1", string answer = "Yes, dogs are welcome.")
    {
        var alert = Alert(call) with { Status = AlertStatus.Answered, Answer = answer, AnsweredBy = Alert(call).AssignedTo, CorrectedQuestion = "May I bring a dog?" };
        _store.CommitAsync(new Partition(Tenant, call), [DocumentOperation.Upsert(HitlDocuments.Alerts, alert.AlertId.Value, alert)], default);
    }

    private static DeskAnswer Done(Task<DeskAnswer> asked) => asked.IsCompletedSuccessfully ? asked.GetAwaiter().GetResult() : throw new InvalidOperationException($"{asked.Status}");

    private OperatorPresence Of(string user) => _store.All(HitlDocuments.Presence).Single(p => p.UserId.Value == user);

    [Fact]
    public void Asks_the_operator_who_has_been_idle_longest()
    {
        Presence("anna", idleMinutes: 1);
        Presence("ben", idleMinutes: 9);
        Ask();
        Assert.Equal("ben", Alert().AssignedTo.Value);
        Assert.Equal(Alert().AlertId, Of("ben").ClaimedAlert);
        Assert.Null(Of("anna").ClaimedAlert);
    }

    [Fact]
    public void Two_alerts_never_hold_one_operator()
    {
        Presence("anna");
        Ask("edge1-c1");
        var second = Ask("edge1-c2");
        Assert.Single(_store.All(HitlDocuments.Alerts));
        Run(16);
        Assert.Equal(DeskResult.AllBusy, Done(second).Result);
    }

    [Fact]
    public void A_claim_lost_to_a_faster_edge_goes_to_the_next_operator()
    {
        Presence("anna", idleMinutes: 9);
        Presence("ben", idleMinutes: 1);
        _store.BeforeCommit = () => Presence("anna", idleMinutes: 9, claimed: new AlertId("other"));
        Ask();
        Assert.Equal("ben", Alert().AssignedTo.Value);
        Assert.Equal("other", Of("anna").ClaimedAlert!.Value.Value);
    }

    [Fact]
    public void An_operator_who_comes_free_within_fifteen_seconds_is_asked()
    {
        Presence("anna", OperatorStatus.Busy);
        Ask();
        Run(8);
        Assert.Empty(_store.All(HitlDocuments.Alerts));
        Presence("anna");
        Run(1);
        Assert.Equal(ManualTime.Start.AddSeconds(60), Alert().Deadline); // the queue was the caller's time
    }

    [Fact]
    public void A_browser_that_fell_silent_is_not_asked()
    {
        Presence("anna", heartbeatSecondsAgo: 31);
        var asked = Ask();
        Assert.Equal(DeskResult.NobodyThere, Done(asked).Result);
    }

    [Fact]
    public void Another_tenants_operator_is_not_asked()
    {
        Presence("anna", tenant: new TenantId("other"));
        Assert.Equal(DeskResult.NobodyThere, Done(Ask()).Result);
    }

    [Fact]
    public void A_claim_left_by_a_dead_edge_is_void_after_its_alerts_deadline()
    {
        Presence("anna");
        Ask("edge1-c1", seconds: 5);
        var left = Alert("edge1-c1");
        Run(6);
        Presence("anna", claimed: left.AlertId);
        Ask("edge1-c2");
        Run(12);
        Assert.Equal("anna", Alert("edge1-c2").AssignedTo.Value);
    }

    [Fact]
    public void The_answer_is_delivered_once_with_the_corrected_question_for_the_knowledge()
    {
        Presence("anna");
        var asked = Ask();
        Answer();
        Run(1.2);
        Assert.Equal((DeskResult.Answered, "Yes, dogs are welcome."), (Done(asked).Result, Done(asked).Text));
        Assert.Equal(AlertStatus.Delivered, Alert().Status);
        var feedback = _store.Outbox.Single(e => e.Type == "hitl.feedback_submitted").Payload(EventCatalogue.HitlFeedbackSubmitted);
        Assert.Equal(("real_time", "can i bring my dog", "May I bring a dog?"), (feedback.Type, feedback.OriginalQuestion, feedback.Question));
        Run(3);
        Assert.Single(_store.Outbox, e => e.Type == "hitl.resolved");
    }

    [Fact]
    public void A_delivery_that_meets_another_writer_is_tried_again()
    {
        Presence("anna");
        var asked = Ask();
        Answer();
        _store.BeforeCommit = () => Answer(answer: "Yes, gladly.");
        Run(1.2);
        Assert.Equal("Yes, gladly.", Done(asked).Text);
    }

    [Fact]
    public void A_command_for_another_alert_wakes_nobody()
    {
        Presence("anna");
        var asked = Ask();
        _commands.Send(new EdgeCommand("c", _clock.GetUtcNow().AddSeconds(5), EdgeCommand.HitlAnswered, Tenant, new CallId("edge1-c1"), new AlertId("another")));
        Run(2);
        Assert.False(asked.IsCompleted);
    }

    [Fact]
    public void An_alert_without_an_answer_expires_at_its_deadline_and_frees_the_operator()
    {
        Presence("anna");
        var asked = Ask(seconds: 10);
        Run(10.2);
        Assert.Equal(DeskResult.TimedOut, Done(asked).Result);
        Assert.Equal(AlertStatus.Expired, Alert().Status);
        Assert.Null(Of("anna").ClaimedAlert);
    }

    [Fact]
    public void A_heartbeat_between_read_and_write_does_not_keep_the_operator_claimed()
    {
        Presence("anna");
        Ask(seconds: 10);
        var alert = Alert().AlertId;
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        _scheduler.RunAll();
        // The first commit after the deadline closes the alert; the second frees the operator and meets the heartbeat.
        _store.BeforeCommit = () => _store.BeforeCommit = () => Presence("anna", claimed: alert);
        Run(1);
        Assert.Null(Of("anna").ClaimedAlert);
    }

    [Fact]
    public void Hanging_up_closes_the_alert_before_the_desk_returns()
    {
        Presence("anna");
        var asked = Ask();
        _hangUp.Cancel();
        _scheduler.RunAll();
        Assert.True(asked.IsCanceled);
        Assert.Equal(AlertStatus.Closed, Alert().Status);
        Assert.Null(Of("anna").ClaimedAlert);
        Assert.Contains(("tenant:demo", "hitl.resolved"), _realTime.Pushed);
    }

    [Fact]
    public void An_answer_stored_when_the_caller_is_gone_stays_in_the_closed_alert()
    {
        Presence("anna");
        Ask();
        Answer();
        _hangUp.Cancel();
        _scheduler.RunAll();
        Assert.Equal((AlertStatus.Closed, "Yes, dogs are welcome."), (Alert().Status, Alert().Answer));
    }

    [Fact]
    public void Disposing_the_desk_ends_its_subscription()
    {
        _desk.Dispose();
        Assert.Equal(0, _commands.Subscribers);
    }
}
