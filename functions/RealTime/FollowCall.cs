using Microsoft.AspNetCore.Mvc;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Calls;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.RealTime;

/// <summary><c>POST realtime/calls/{call_id}/join</c> and <c>/leave</c>: which calls a connection of the tenant hears in detail.</summary>
internal static class FollowCall
{
    public sealed record Request(string? ConnectionId);

    public static Task<IResult> JoinAsync([FromRoute(Name = "call_id")] string callId, Request request, SignedIn user, IDocumentStore store,
        [FromServices] ICallGroups groups, CancellationToken cancellationToken) => ChangeAsync(callId, request, user, store, groups.JoinCallAsync, cancellationToken);

    public static Task<IResult> LeaveAsync([FromRoute(Name = "call_id")] string callId, Request request, SignedIn user, IDocumentStore store,
        [FromServices] ICallGroups groups, CancellationToken cancellationToken) => ChangeAsync(callId, request, user, store, groups.LeaveCallAsync, cancellationToken);

    private static async Task<IResult> ChangeAsync(string callId, Request request, SignedIn user, IDocumentStore store,
        Func<TenantId, CallId, string, CancellationToken, Task<bool>> change, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(request.ConnectionId)) return Problem.Invalid("connection_id", "required");
        if (await store.FindCallAsync(user.Tenant, callId, cancellationToken) is not { } call) return Problem.NotFound("call");
        return await change(user.Tenant, call.Value.CallId, request.ConnectionId, cancellationToken) ? Results.NoContent() : Problem.NotFound("connection");
    }
}
