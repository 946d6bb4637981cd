using SmartPbx.Domain.Events;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// One reaction to events. It reads what it needs, decides, and returns its effects; the entry applies them together with the inbox row in one commit
/// and calls it again when a document changed in between. What it does beside the commit (files, index) must be harmless when repeated.
/// </summary>
public interface IEventHandler
{
    HandlerDeclaration Declaration { get; }

    /// <summary>Throws only on bugs and lost services; both are retried, then dead-lettered.</summary>
    Task<HandlerResult> HandleAsync(CloudEvent cloudEvent, CancellationToken cancellationToken);
}
