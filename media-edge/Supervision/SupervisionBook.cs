using System.Threading.Channels;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>
/// Writes supervisions to the store, in order and behind the calls, which never wait for it. The API reads there what became of a command; a store that
/// is away costs it that answer, and nobody a call.
/// </summary>
public sealed class SupervisionBook(IDocumentStore store, ILogger<SupervisionBook> logger)
{
    /// <summary>Documents that wait for a slow store; further ones are lost and logged.</summary>
    public const int MaxWaiting = 1_024;

    private readonly Channel<CallSupervision> _waiting = Channel.CreateBounded<CallSupervision>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Any thread.</summary>
    public void Write(CallSupervision supervision)
    {
        if (!_waiting.Writer.TryWrite(supervision)) logger.LogError("supervision {Supervision} of call {Call} was not stored: the store is too slow", supervision.SupervisionId, supervision.CallId);
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var supervision in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await WriteAsync(supervision, cancellationToken);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a store may fail in any way; the next supervision is written all the same
            {
                logger.LogError(failure, "supervision {Supervision} of call {Call} was not stored", supervision.SupervisionId, supervision.CallId);
            }
        }
    }

    // A command to a supervision that is over is answered in its document, which otherwise stays what it was.
    private async Task WriteAsync(CallSupervision supervision, CancellationToken cancellationToken)
    {
        var (partition, id) = (new Partition(supervision.TenantId, supervision.CallId.Value), supervision.SupervisionId.Value);
        if (supervision.Status == SupervisionStatus.Refused && await store.GetAsync(partition, SupervisionDocuments.Supervisions, id, cancellationToken) is { Value: var known })
            supervision = known with { LastCommand = supervision.LastCommand, LastRefusal = supervision.LastRefusal };
        await store.UpsertAsync(partition, SupervisionDocuments.Supervisions, id, supervision, cancellationToken);
    }
}
