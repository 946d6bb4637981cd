using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Hitl;

/// <summary>
/// The agent's way to people, at the speed of a call: claims the operator who has been idle longest, stores the alert and pushes it at once, waits for the
/// answer by command or by polling, takes it exactly once, and closes the alert whatever happens. One per edge process.
/// </summary>
public sealed class OperatorDesk : IDisposable
{
    /// <summary>While an answer is awaited, the store is asked this often, in case the command was lost.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>The caller's end must not wait for a slow store longer than this.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<AlertId, TaskCompletionSource> _waiting = new();
    private readonly EdgeId _edge;
    private readonly IDocumentStore _store;
    private readonly IIdSource _ids;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly OperatorClaims _claims;
    private readonly AlertEnding _ending;
    private readonly DeskDelivery _delivery;
    private readonly IDisposable _subscription;

    public OperatorDesk(EdgeId edge, IDocumentStore store, IBlobStore blobs, IRealTime realTime, IEdgeCommandSource commands, TimeProvider clock, IIdSource ids,
        ILogger<OperatorDesk> logger)
    {
        (_edge, _store, _clock, _ids, _logger) = (edge, store, clock, ids, logger);
        _claims = new OperatorClaims(store, clock);
        _ending = new AlertEnding(edge, store, clock, ids);
        _delivery = new DeskDelivery(blobs, realTime, clock, logger);
        _subscription = commands.Subscribe(edge, OnCommand);
    }

    /// <summary>
    /// Asks a person and waits for the answer. When cancelled (the caller hung up) it closes the alert, frees the operator and then throws
    /// <see cref="OperationCanceledException"/>. Throws what the store throws when the alert could not be raised.
    /// </summary>
    /// <param name="question">What is asked.</param>
    /// <param name="onProgress">Called at most once for each value; must not block.</param>
    /// <param name="hangUp">The caller no longer waits.</param>
    public async Task<DeskAnswer> AskAsync(DeskQuestion question, Action<DeskProgress> onProgress, CancellationToken hangUp)
    {
        var deadline = _clock.GetUtcNow() + question.Timeout; // time in the queue is the caller's time too
        var alertId = new AlertId(_ids.NewId());
        var claim = await _claims.ClaimAsync(question.Tenant, alertId, () => onProgress(DeskProgress.Queued), hangUp);
        if (claim.Operator is not { } person) return new DeskAnswer(claim.AnyoneBusy ? DeskResult.AllBusy : DeskResult.NobodyThere);
        var answered = _waiting[alertId] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var alert = await RaiseAsync(question, Compose(question, alertId, person, deadline), hangUp);
            onProgress(DeskProgress.Asked);
            return await AwaitAnswerAsync(alert, answered.Task, hangUp);
        }
        finally
        {
            _waiting.TryRemove(alertId, out _);
            await FinishAsync(question, alertId, person);
        }
    }

    /// <summary>Leaves the question for a follow-up after the call (HITL-6).</summary>
    public async Task LeaveUnresolvedAsync(DeskQuestion question, CancellationToken cancellationToken)
    {
        var requestId = _ids.NewId();
        var upload = _delivery.UploadAsync(question, requestId);
        var request = new UnresolvedRequest
        {
            RequestId = requestId, TenantId = question.Tenant, CallId = question.CallId, Caller = question.Caller, CallbackNumber = question.Caller,
            Question = question.Question, QuestionAudioPath = DeskDelivery.AudioPath(question, requestId), Reason = question.Reason,
            Confidence = question.Confidence, History = question.LastTurns, Retrieved = question.Retrieved, Status = UnresolvedStatus.Unresolved,
            CreatedAt = _clock.GetUtcNow(),
        };
        await _store.UpsertAsync(new Partition(question.Tenant, question.CallId.Value), HitlDocuments.Unresolved, requestId, request, cancellationToken);
        await upload;
    }

    public void Dispose() => _subscription.Dispose();

    private async Task<HitlAlert> RaiseAsync(DeskQuestion question, HitlAlert alert, CancellationToken cancellationToken)
    {
        _ = _delivery.UploadAsync(question, alert.AlertId.Value); // the alert must not wait for its audio; failures are logged there
        var requested = CloudEvent.Create(EventCatalogue.HitlRequested, _ids.NewId(), $"/edge/{_edge}", alert.TenantId, alert.CallId.Value, alert.CreatedAt, alert);
        var outcome = await _store.CommitAsync(new Partition(question.Tenant, question.CallId.Value),
            [DocumentOperation.Create(HitlDocuments.Alerts, alert.AlertId.Value, alert), DocumentOperation.Publish(requested)], cancellationToken);
        if (outcome != CommitOutcome.Committed) throw new InvalidOperationException($"alert {alert.AlertId} was not stored: {outcome}");
        _ = _delivery.PushAsync(RealTimeTarget.Tenant(question.Tenant), requested);
        return alert;
    }

    private HitlAlert Compose(DeskQuestion question, AlertId alertId, UserId person, DateTimeOffset deadline) => new()
    {
        AlertId = alertId, TenantId = question.Tenant, CallId = question.CallId, EdgeId = _edge, Status = AlertStatus.Open, Reason = question.Reason,
        Urgency = AlertUrgency.Of(question.Retrieved), Caller = question.Caller, Language = question.Language, Question = question.Question,
        QuestionAudioPath = DeskDelivery.AudioPath(question, alertId.Value), AiAnswer = question.AiAnswer, Confidence = question.Confidence,
        LastTurns = question.LastTurns, Retrieved = question.Retrieved, AssignedTo = person, CreatedAt = _clock.GetUtcNow(), Deadline = deadline,
    };

    private async Task<DeskAnswer> AwaitAnswerAsync(HitlAlert alert, Task answered, CancellationToken hangUp)
    {
        while (true)
        {
            var left = alert.Deadline - _clock.GetUtcNow();
            if (left > TimeSpan.Zero) await WaitAsync(answered, left < PollInterval ? left : PollInterval, hangUp);
            if (await TryTakeAnswerAsync(alert, hangUp) is { } text) return new DeskAnswer(DeskResult.Answered, text, alert.AlertId);
            if (_clock.GetUtcNow() >= alert.Deadline) return new DeskAnswer(DeskResult.TimedOut, null, alert.AlertId);
            if (answered.IsCompleted) await Task.Delay(PollInterval, _clock, hangUp); // told of an answer that could not be read: not in a tight loop
        }
    }

    private async Task WaitAsync(Task signal, TimeSpan atMost, CancellationToken hangUp)
    {
        await signal.WaitAsync(atMost, _clock, hangUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        hangUp.ThrowIfCancellationRequested();
    }

    // A store that is away for a moment must not end the caller's wait.
    private async Task<string?> TryTakeAnswerAsync(HitlAlert alert, CancellationToken hangUp)
    {
        try
        {
            return await _ending.TryDeliverAsync(alert.TenantId, alert.CallId, alert.AlertId, hangUp);
        }
        catch (Exception failure) when (failure is not OperationCanceledException) // boundary: a store may fail in any way; it counts as unanswered
        {
            _logger.LogWarning(failure, "alert {Alert} of call {Call} could not be read", alert.AlertId, alert.CallId);
            return null;
        }
    }

    private async Task FinishAsync(DeskQuestion question, AlertId alertId, UserId person)
    {
        using var limit = new CancellationTokenSource(CloseTimeout, _clock);
        try
        {
            if (await _ending.CloseAsync(question.Tenant, question.CallId, alertId, limit.Token) is { } resolved)
                await _delivery.PushAsync(RealTimeTarget.Tenant(question.Tenant), resolved);
            await _claims.ReleaseAsync(question.Tenant, person, alertId, limit.Token);
        }
        catch (Exception failure) // boundary: a store may fail in any way; the alert ends by its time
        {
            _logger.LogError(failure, "alert {Alert} of call {Call} could not be closed", alertId, question.CallId);
        }
    }

    private void OnCommand(EdgeCommand command)
    {
        if (command.Type == EdgeCommand.HitlAnswered && command.Deadline > _clock.GetUtcNow() && command.Alert is { } alert && _waiting.TryGetValue(alert, out var waiting))
            waiting.TrySetResult();
    }
}
