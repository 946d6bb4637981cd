using Microsoft.AspNetCore.Mvc;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary><c>DELETE calls/{id}/supervisions/{supervision_id}</c>: the supervisor's phone is hung up. 204, also when that was over already.</summary>
internal static class EndSupervision
{
    public static async Task<IResult> HandleAsync(string id, [FromRoute(Name = "supervision_id")] string supervisionId, SignedIn user, IDocumentStore store, EdgeOrders edge,
        CancellationToken cancellationToken)
    {
        if (await store.FindSupervisionAsync(user.Tenant, id, supervisionId, cancellationToken) is not { } known) return Problem.NotFound("supervision");
        if (known.Status is SupervisionStatus.Ended or SupervisionStatus.Refused) return Results.NoContent();
        var order = new SupervisionOrder(known.SupervisionId, user.User, known.Extension, known.Mode, known.WhisperTo);
        var (problem, _) = await edge.SendAsync(EdgeCommand.EndSupervision, user, known.EdgeId, known.CallId, order, cancellationToken);
        return problem is null or { Code: ProblemCode.CallEnded or ProblemCode.SupervisionEnded } ? Results.NoContent() : problem;
    }
}
