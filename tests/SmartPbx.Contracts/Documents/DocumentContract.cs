using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Documents;

/// <summary>What the contracts of the document store share: an adapter derives one class from each and gives it its harness.</summary>
public abstract class DocumentContract(IDocumentStoreHarness harness) : IAsyncLifetime
{
    protected static CancellationToken None => CancellationToken.None;

    protected IDocumentStoreHarness Harness => harness;
    protected IDocumentStore Store => harness.Store;
    protected ManualClock Clock => harness.Clock;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await harness.DisposeAsync();

    protected Task<CommitOutcome> Commit(Partition partition, params DocumentOperation[] operations) => Store.CommitAsync(partition, operations, None);

    protected Task<Stored<Note>?> Get(Partition partition, string id) => Store.GetAsync(partition, Note.Kind, id, None);
}
