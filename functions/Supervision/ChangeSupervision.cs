using Microsoft.AspNetCore.Mvc;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary><c>PUT calls/{id}/supervisions/{supervision_id}</c>: another mode, while it rings or runs.</summary>
internal static class ChangeSupervision
{
    public sealed record Request(string? Mode, string? WhisperTo);

    public static async Task<IResult> HandleAsync(string id, [FromRoute(Name = "supervision_id")] string supervisionId, Request request, SignedIn user, IDocumentStore store,
        EdgeOrders edge, CancellationToken cancellationToken)
    {
        if (!SupervisionChoice.TryRead(request.Mode, request.WhisperTo, out var choice, out var invalid)) return invalid;
        if (await store.FindSupervisionAsync(user.Tenant, id, supervisionId, cancellationToken) is not { } known) return Problem.NotFound("supervision");
        if (known.Status is SupervisionStatus.Ended or SupervisionStatus.Refused) return SupervisionProblems.Of(SupervisionReason.NoSuchSupervision);
        var order = new SupervisionOrder(known.SupervisionId, user.User, known.Extension, choice.Mode, choice.WhisperTo);
        var (problem, changed) = await edge.SendAsync(EdgeCommand.ChangeSupervision, user, known.EdgeId, known.CallId, order, cancellationToken);
        return problem as IResult ?? JsonAnswer.Of(changed);
    }
}
