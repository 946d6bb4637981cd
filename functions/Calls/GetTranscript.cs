using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Calls;

/// <summary><c>GET calls/{id}/transcript</c>: who said what and when.</summary>
internal static class GetTranscript
{
    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, CancellationToken cancellationToken) =>
        await store.FindOfCallAsync(user.Tenant, CallDocuments.Transcripts, id, cancellationToken) is { } found
            ? JsonAnswer.Of(found.Value) : Problem.NotFound("transcript");
}
