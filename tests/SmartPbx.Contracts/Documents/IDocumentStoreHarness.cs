using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Documents;

/// <summary>A fresh, empty document store under test.</summary>
public interface IDocumentStoreHarness : IAsyncDisposable
{
    IDocumentStore Store { get; }
    ManualClock Clock { get; }

    /// <summary>Events that commits have published so far, whoever they are for.</summary>
    Task<IReadOnlyList<CloudEvent>> PublishedAsync();
}
