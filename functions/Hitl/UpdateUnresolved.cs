using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary><c>PUT hitl/unresolved/{id}</c>: status, note and follow-up flag; what is left out stays. Statuses come in any sensible order.</summary>
internal static class UpdateUnresolved
{
    private const int MaxNoteCharacters = 4000;

    public sealed record Request(UnresolvedStatus? Status, string? Note, bool? FollowUp);

    public static async Task<IResult> HandleAsync(string id, Request request, SignedIn user, IDocumentStore store, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await store.FindUnresolvedAsync(user.Tenant, id, cancellationToken) is not { } found) return Problem.NotFound("unresolved request");
        if (request.Note?.Length > MaxNoteCharacters) return Problem.Invalid("note", $"at most {MaxNoteCharacters} characters");
        var updated = Apply(found.Value, request, user.User, clock.GetUtcNow());
        var outcome = await store.ReplaceAsync(found, HitlDocuments.Unresolved, updated, cancellationToken);
        return outcome == CommitOutcome.Committed
            ? JsonAnswer.Of(updated)
            : Problem.Of(StatusCodes.Status409Conflict, ProblemCode.Conflict, "it was changed meanwhile; read it again");
    }

    internal static UnresolvedRequest Apply(UnresolvedRequest known, Request request, UserId user, DateTimeOffset now)
    {
        var noted = request.Note is not null && request.Note != known.Note;
        var status = request.Status ?? (noted && known.Status == UnresolvedStatus.Unresolved ? UnresolvedStatus.Noted : known.Status);
        var resolved = status == UnresolvedStatus.Resolved;
        return known with
        {
            Status = status, Note = request.Note ?? known.Note, FollowUp = request.FollowUp ?? (known.FollowUp && !resolved),
            NotedAt = noted ? now : known.NotedAt, NotedBy = noted ? user : known.NotedBy,
            ResolvedAt = resolved ? known.ResolvedAt ?? now : null, ResolvedBy = resolved ? known.ResolvedBy ?? user : null,
        };
    }
}
