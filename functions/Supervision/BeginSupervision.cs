using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary>
/// <c>POST calls/{id}/supervisions</c>: rings an extension of the tenant, the user's own when none is named, and lets it listen in, whisper or barge when it answers. 202 when
/// the phone rings; 409 with the reason when it cannot be.
/// </summary>
internal static class BeginSupervision
{
    public sealed record Request(string? Extension, string? Mode, string? WhisperTo);

    public static async Task<IResult> HandleAsync(string id, Request request, SignedIn user, IDocumentStore store, EdgeOrders edge, CancellationToken cancellationToken)
    {
        if (!SupervisionChoice.TryRead(request.Mode ?? "listen", request.WhisperTo, out var choice, out var invalid)) return invalid;
        if (await store.FindCallAsync(user.Tenant, id, cancellationToken) is not { Value: var call }) return Problem.NotFound("call");
        if (call.EndedAt is not null) return SupervisionProblems.Of(SupervisionReason.NoSuchCall);
        var extension = request.Extension ?? await OwnExtensionAsync(user, store, cancellationToken);
        if (extension is null) return Problem.Invalid("extension", "required: the user has none");
        if (!await IsOfTenantAsync(user, extension, store, cancellationToken)) return Problem.NotFound("extension");
        var order = new SupervisionOrder(edge.NewId(), user.User, extension, choice.Mode, choice.WhisperTo);
        var (problem, begun) = await edge.SendAsync(EdgeCommand.BeginSupervision, user, call.EdgeId, call.CallId, order, cancellationToken);
        return problem as IResult ?? JsonAnswer.Of(begun, StatusCodes.Status202Accepted);
    }

    private static async Task<string?> OwnExtensionAsync(SignedIn user, IDocumentStore store, CancellationToken cancellationToken) =>
        (await store.GetAsync(new Partition(user.Tenant, DirectoryDocuments.Partition), DirectoryDocuments.Users, user.User.Value, cancellationToken))?.Value.Extension;

    private static async Task<bool> IsOfTenantAsync(SignedIn user, string extension, IDocumentStore store, CancellationToken cancellationToken) =>
        IdText.IsValid(extension)
        && await store.GetAsync(new Partition(user.Tenant, DirectoryDocuments.Partition), DirectoryDocuments.Extensions, extension, cancellationToken) is not null;
}
