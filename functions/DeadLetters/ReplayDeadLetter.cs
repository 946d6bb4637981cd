using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Hosting;

namespace SmartPbx.Functions.DeadLetters;

/// <summary>
/// <c>POST dead-letters/{id}/replay</c>: gives the event to its handler again, with a whole retry budget. The letter goes only after the bus has the event, so a crash
/// in between repeats, and never loses it.
/// </summary>
internal static class ReplayDeadLetter
{
    private const int FirstAttempt = 1;

    public sealed record Answer(string EventId, string Handler);

    public static async Task<IResult> HandleAsync(string id, SignedIn user, IDocumentStore store, IEventBus bus, TimeProvider clock, CancellationToken cancellationToken)
    {
        var partition = new Partition(user.Tenant, DeadLetter.Partition);
        var letter = IdText.IsValid(id) ? (await store.GetAsync(partition, DeadLetter.Kind, id, cancellationToken))?.Value : null;
        if (letter is null) return Problem.NotFound("dead letter");
        await bus.RetryAsync(letter.Event, letter.Handler, FirstAttempt, clock.GetUtcNow(), cancellationToken);
        await store.CommitAsync(partition, [DocumentOperation.Delete(DeadLetter.Kind, id)], cancellationToken);
        return JsonAnswer.Of(new Answer(letter.Event.Id, letter.Handler), StatusCodes.Status202Accepted);
    }
}
