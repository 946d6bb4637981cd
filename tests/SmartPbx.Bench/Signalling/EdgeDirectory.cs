using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded;
using SmartPbx.Sip.Authentication;

namespace SmartPbx.Bench.Signalling;

/// <summary>One tenant, one trunk, one number that rings one extension; nothing recorded, no agent.</summary>
internal static class EdgeDirectory
{
    public const string Domain = "bench.example", Extension = "1008", Password = "bench only";

    private static readonly TenantId Tenant = new("bench");

    public static void Seed(string folder)
    {
        using var services = new ServiceCollection().AddLogging().AddEmbeddedStores(new EmbeddedOptions { DataFolder = folder, PublicBaseUrl = new Uri("http://127.0.0.1:8080") }).BuildServiceProvider();
        var store = services.GetRequiredService<IDocumentStore>();
        Commit(store, new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), DocumentOperation.Upsert(DirectoryDocuments.Tenants, Tenant.Value,
            new Tenant { TenantId = Tenant, Name = "Bench", SipDomain = Domain, Agent = new AgentSettings { Enabled = false, RecordingEnabled = false } }));
        Commit(store, new Partition(Tenant, DirectoryDocuments.Partition),
            DocumentOperation.Upsert(DirectoryDocuments.Numbers, SipPorts.Number, new PhoneNumber { TenantId = Tenant, Number = SipPorts.Number, RingExtension = Extension, RecordingNotice = false }),
            DocumentOperation.Upsert(DirectoryDocuments.Trunks, "carrier", new Trunk { TenantId = Tenant, Name = "carrier", SourceAddresses = ["127.0.0.1/32"], MaxChannels = 50_000, MaxCallsPerSecond = 50_000 }),
            DocumentOperation.Upsert(DirectoryDocuments.Extensions, Extension, new Extension
            {
                TenantId = Tenant, Number = Extension, Ha1Md5 = DigestHash.Ha1(DigestAlgorithm.Md5, Extension, Domain, Password), Ha1Sha256 = DigestHash.Ha1(DigestAlgorithm.Sha256, Extension, Domain, Password),
            }));
    }

    private static void Commit(IDocumentStore store, Partition partition, params DocumentOperation[] operations)
    {
        if (store.CommitAsync(partition, operations, CancellationToken.None).GetAwaiter().GetResult() != CommitOutcome.Committed) throw new BenchFailedException("the directory could not be seeded");
    }
}
