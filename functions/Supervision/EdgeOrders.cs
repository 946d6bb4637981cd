using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.Supervision;

/// <summary>
/// Sends a command to a call's edge and waits until the edge has answered it in the supervision's document, which it alone writes. An edge that says
/// nothing in time is no answer at all: by the command's deadline it will not obey any more.
/// </summary>
internal sealed class EdgeOrders(IDocumentStore store, IRealTime realTime, IIdSource ids, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>A new supervision's id.</summary>
    public SupervisionId NewId() => new(ids.NewId());

    /// <summary>The document after the command was obeyed, or the problem.</summary>
    public async Task<(Problem? Problem, CallSupervision? Done)> SendAsync(string type, SignedIn user, EdgeId edge, CallId call, SupervisionOrder order, CancellationToken cancellationToken)
    {
        var giveUp = clock.GetUtcNow() + Patience;
        var command = new EdgeCommand($"supervise-{ids.NewId()}", giveUp, type, user.Tenant, call, null) { Supervision = order };
        await realTime.PushAsync(RealTimeTarget.Edge(edge), EdgeCommand.MessageName, command, cancellationToken);
        for (; ; await Task.Delay(PollEvery, clock, cancellationToken))
        {
            var known = (await store.GetAsync(new Partition(user.Tenant, call.Value), SupervisionDocuments.Supervisions, order.Id.Value, cancellationToken))?.Value;
            if (known?.LastCommand == command.CommandId) return known.LastRefusal is { } refusal ? (SupervisionProblems.Of(refusal), null) : (null, known);
            if (clock.GetUtcNow() >= giveUp) return (Problem.Of(StatusCodes.Status504GatewayTimeout, ProblemCode.EdgeUnreachable, "the call's edge does not answer"), null);
        }
    }
}
