using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary><c>GET calls/{id}/recording</c>: short-lived links to the three files; the audio itself never passes through here.</summary>
internal static class GetRecording
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(15);

    public sealed record Answer(Uri Caller, Uri Callee, Uri Mixed, DateTimeOffset ExpiresAt);

    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, IBlobStore blobs, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (await store.FindCallAsync(user.Tenant, id, cancellationToken) is not { } call) return Problem.NotFound("call");
        var stored = await store.FindOfCallAsync(user.Tenant, RecordingFacts.Kind, id, cancellationToken);
        if (stored?.Value.Folder is not { } folder)
            return Problem.Of(StatusCodes.Status404NotFound, ProblemCode.RecordingNotReady,
                call.Value.EndedAt is null ? "the call is going on" : "there is no recording, or it is still being stored");
        var expiresAt = clock.GetUtcNow() + LinkLifetime;
        Task<Uri> LinkAsync(string file) => blobs.CreateReadLinkAsync(user.Tenant, folder + file, LinkLifetime, cancellationToken);
        return JsonAnswer.Of(new Answer(await LinkAsync(CallPaths.Caller), await LinkAsync(CallPaths.Callee), await LinkAsync(CallPaths.Mixed), expiresAt));
    }
}
