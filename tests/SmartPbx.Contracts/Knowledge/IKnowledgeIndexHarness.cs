using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Knowledge;

/// <summary>A fresh, empty knowledge index under test.</summary>
public interface IKnowledgeIndexHarness : IAsyncDisposable
{
    IKnowledgeIndex Index { get; }

    /// <summary>Returns when everything written so far can be found.</summary>
    Task SettleAsync() => Task.CompletedTask;
}
