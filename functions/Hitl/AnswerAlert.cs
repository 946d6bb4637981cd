using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary>
/// <c>POST hitl/response</c>: the operator's answer to a caller who holds. First it is stored (by ETag: two operators cannot both answer), then the call's
/// edge is told, then its acknowledgement is awaited in the alert: 202 when it came, 409 when the alert is taken or over, 504 when the edge says nothing; the
/// answer stays stored then, and the edge, which also polls, will still speak it.
/// </summary>
internal static class AnswerAlert
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    public sealed record Request(string? AlertId, string? Answer, string? Question, bool? SaveToKnowledge);

    public sealed record Accepted(HitlAlert Alert);

    public static async Task<IResult> HandleAsync(Request request, SignedIn user, IDocumentStore store, IRealTime realTime, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var answer = request.Answer?.Trim() ?? "";
        if (answer.Length is 0 or > KnowledgeItem.MaxAnswerCharacters) return Problem.Invalid("answer", $"1 to {KnowledgeItem.MaxAnswerCharacters} characters");
        if (request.Question?.Length > KnowledgeItem.MaxQuestionCharacters)
            return Problem.Invalid("question", $"at most {KnowledgeItem.MaxQuestionCharacters} characters");
        if (await store.FindAlertAsync(user.Tenant, request.AlertId, cancellationToken) is not { } open) return Problem.NotFound("alert");
        var (problem, alert) = await StoreAsync(open, request, answer, user.User, store, clock, cancellationToken);
        if (problem is not null) return problem;
        var command = new EdgeCommand($"answer-{alert.AlertId}", alert.Deadline, EdgeCommand.HitlAnswered, alert.TenantId, alert.CallId, alert.AlertId);
        await realTime.PushAsync(RealTimeTarget.Edge(alert.EdgeId), EdgeCommand.MessageName, command, cancellationToken);
        return await AwaitEdgeAsync(open, store, clock, cancellationToken);
    }

    private static async Task<(Problem? Problem, HitlAlert Alert)> StoreAsync(Stored<HitlAlert> read, Request request, string answer, UserId user,
        IDocumentStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (Stored<HitlAlert>? current = read; current is not null;
             current = await store.GetAsync(read.Partition, HitlDocuments.Alerts, read.Id, cancellationToken))
        {
            var now = clock.GetUtcNow();
            if (AnswerRules.Obstacle(current.Value, user, answer, now) is { } code)
                return (Problem.Of(StatusCodes.Status409Conflict, code, $"the alert is {current.Value.Status.ToString().ToLowerInvariant()}"), current.Value);
            if (AnswerRules.IsRepeated(current.Value, user, answer)) return (null, current.Value);
            var question = request.Question?.Trim();
            var answered = current.Value with
            {
                Status = AlertStatus.Answered, Answer = answer, CorrectedQuestion = string.IsNullOrEmpty(question) ? null : question, AnsweredBy = user,
                AnsweredAt = now, SaveToKnowledge = request.SaveToKnowledge ?? true,
            };
            if (await store.ReplaceAsync(current, HitlDocuments.Alerts, answered, cancellationToken) == CommitOutcome.Committed) return (null, answered);
        }
        return (Problem.NotFound("alert"), read.Value);
    }

    private static async Task<IResult> AwaitEdgeAsync(Stored<HitlAlert> read, IDocumentStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var giveUp = clock.GetUtcNow() + Patience; ; await Task.Delay(PollEvery, clock, cancellationToken))
        {
            var alert = (await store.GetAsync(read.Partition, HitlDocuments.Alerts, read.Id, cancellationToken))?.Value;
            switch (alert?.Status)
            {
                case AlertStatus.Delivered: return JsonAnswer.Of(new Accepted(alert), StatusCodes.Status202Accepted);
                case AlertStatus.Closed: return Problem.Of(StatusCodes.Status409Conflict, ProblemCode.AlertClosed, "the caller hung up");
                case AlertStatus.Expired or null: return Problem.Of(StatusCodes.Status409Conflict, ProblemCode.AlertExpired, "the caller's patience ended");
                case AlertStatus.Answered when clock.GetUtcNow() >= giveUp:
                    return Problem.Of(StatusCodes.Status504GatewayTimeout, ProblemCode.EdgeUnreachable, "the answer is stored; the edge has not taken it yet");
            }
        }
    }
}
