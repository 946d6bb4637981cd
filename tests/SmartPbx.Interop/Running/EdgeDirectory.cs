using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded;
using SmartPbx.Sip.Authentication;

namespace SmartPbx.Interop.Running;

/// <summary>The tenant that everything plays in, written into an empty data folder before the edge starts.</summary>
public static class EdgeDirectory
{
    public const string Domain = "interop.test", Password = "inter-0p", AgentNumber = "20000";

    /// <summary>The carrier's addresses.</summary>
    public const string TrunkBlock = "127.0.2.0/24", TrunkAddressV6 = "::1";

    /// <summary>Numbers outside, which leave by a carrier's proxy at <see cref="CarrierAddress"/>, over UDP and over TCP.</summary>
    public const string OutsideByUdp = "01055550100", OutsideByTcp = "01155550100";

    private const double NoAnswerSeconds = 2;
    private const int MaxCommit = 50, MaxCalls = 500;
    private static readonly TenantId _tenant = new("interop"), _otherTenant = new("other");

    /// <param name="dataFolder">An empty folder.</param>
    /// <param name="oldPhones">Of each place, which phones have an MD5 hash alone.</param>
    public static async Task SeedAsync(string dataFolder, IReadOnlyList<OldPhones> oldPhones)
    {
        var options = new EmbeddedOptions { DataFolder = dataFolder, PublicBaseUrl = new Uri("http://127.0.0.1:1") };
        var services = new ServiceCollection();
        await using var provider = services.AddLogging().AddEmbeddedStores(options).BuildServiceProvider();
        var store = provider.GetRequiredService<IDocumentStore>();
        foreach (var some in Documents(oldPhones).Chunk(MaxCommit)) await store.CommitAsync(new Partition(_tenant, DirectoryDocuments.Partition), some, CancellationToken.None);
        var tenant = new Tenant { TenantId = _tenant, Name = "Interop", SipDomain = Domain, Agent = new AgentSettings { SilencePromptSeconds = 120 } };
        // A second tenant, so that names decide: with one alone any domain is its own.
        var other = tenant with { TenantId = _otherTenant, Name = "Other", SipDomain = "other.test" };
        await store.UpsertAsync(new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), DirectoryDocuments.Tenants, _otherTenant.Value, other, CancellationToken.None);
        await store.UpsertAsync(new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition), DirectoryDocuments.Tenants, _tenant.Value, tenant, CancellationToken.None);
    }

    private static IEnumerable<DocumentOperation> Documents(IReadOnlyList<OldPhones> oldPhones)
    {
        yield return DocumentOperation.Upsert(DirectoryDocuments.Trunks, "interop", new Trunk
        {
            TenantId = _tenant, Name = "interop", SourceAddresses = [TrunkBlock, TrunkAddressV6], MaxChannels = MaxCalls, MaxCallsPerSecond = MaxCalls,
        });
        yield return Number(AgentNumber, null, true);
        foreach (var carrier in Carriers) yield return DocumentOperation.Upsert(DirectoryDocuments.Trunks, carrier.Name, carrier);
        yield return DocumentOperation.Upsert(DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId, new DialPlan
        {
            TenantId = _tenant, CountryCode = "82", Rules = [.. Carriers.Select((carrier, i) => new OutboundRule { Name = carrier.Name, Pattern = $"+82{10 + i}*", Trunks = [carrier.Name] })],
        });
        for (var i = 0; i < Place.Most; i++)
        {
            var (extension, callerExtension, ring, ringOrAgent) = Place.Directory(i);
            yield return Number(ring, extension, false);
            yield return Number(ringOrAgent, extension, true);
            var old = i < oldPhones.Count ? oldPhones[i] : OldPhones.None;
            yield return Phone(extension, old.HasFlag(OldPhones.Callee));
            yield return Phone(callerExtension, old.HasFlag(OldPhones.Caller));
        }
    }

    /// <summary>Where the carrier of outside numbers is.</summary>
    public static string CarrierAddress(bool byTcp) => byTcp ? "127.0.5.2" : "127.0.5.1";

    private static Trunk[] Carriers { get; } = [Carrier("outside", false), Carrier("outside-tcp", true)];

    private static Trunk Carrier(string name, bool byTcp) => new()
    {
        TenantId = _tenant, Name = name, SourceAddresses = [CarrierAddress(byTcp)], Targets = [$"sip:{CarrierAddress(byTcp)}:{Peers.Kamailio.Port}{(byTcp ? ";transport=tcp" : "")}"],
    };

    private static DocumentOperation Number(string number, string? extension, bool agent) => DocumentOperation.Upsert(DirectoryDocuments.Numbers, number, new PhoneNumber
    {
        TenantId = _tenant, Number = number, RingExtension = extension, AgentTakesOver = agent, NoAnswerSeconds = NoAnswerSeconds, RecordingNotice = false,
    });

    private static DocumentOperation Phone(string extension, bool isOld) => DocumentOperation.Upsert(DirectoryDocuments.Extensions, extension, new Extension
    {
        TenantId = _tenant, Number = extension,
        Ha1Md5 = DigestHash.Ha1(DigestAlgorithm.Md5, extension, Domain, Password), Ha1Sha256 = isOld ? "" : DigestHash.Ha1(DigestAlgorithm.Sha256, extension, Domain, Password),
    });
}
