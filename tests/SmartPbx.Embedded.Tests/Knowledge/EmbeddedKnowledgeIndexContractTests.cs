using SmartPbx.Contracts.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Knowledge;

namespace SmartPbx.Embedded.Tests.Knowledge;

public sealed class EmbeddedKnowledgeIndexContractTests() : KnowledgeIndexContract(new Harness())
{
    private sealed class Harness : IKnowledgeIndexHarness
    {
        private readonly TemporaryFolder _folder = new();
        private readonly EmbeddedKnowledgeIndex _index;

        public Harness() => _index = new EmbeddedKnowledgeIndex(_folder.Path);

        public IKnowledgeIndex Index => _index;

        public ValueTask DisposeAsync()
        {
            _index.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
