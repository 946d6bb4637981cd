using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Hitl;

/// <summary><c>GET hitl/alerts/{id}/audio</c>: a short-lived link to the question as the caller spoke it.</summary>
internal static class GetAlertAudio
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    public sealed record Answer(Uri Url, DateTimeOffset ExpiresAt);

    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, IBlobStore blobs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var alert = await store.FindAlertAsync(user.Tenant, id, cancellationToken);
        if (alert?.Value.QuestionAudioPath is not { } path) return Problem.NotFound("alert audio");
        var expiresAt = clock.GetUtcNow() + LinkLifetime;
        return JsonAnswer.Of(new Answer(await blobs.CreateReadLinkAsync(user.Tenant, path, LinkLifetime, cancellationToken), expiresAt));
    }
}
