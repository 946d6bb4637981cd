using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Webhooks;
using SmartPbx.Functions.Webhooks;
using SmartPbx.Sip.Authentication;

namespace SmartPbx.Standalone.Seeding;

/// <summary>Fills an empty data folder with the tenant "demo": people, a phone, a number, a trunk and knowledge. A folder that has a tenant is left alone.</summary>
internal sealed class DemoTenant(IDocumentStore store, IKnowledgeIndex index, ISecrets secrets, IIdSource ids, TimeProvider clock, SeedOptions options)
{
    public const string SipDomain = "demo.smartpbx.local", Number = "1000", OperatorExtension = "1008", SecondExtension = "1009";
    private const int PasswordBytes = 9, MaxCommit = 50;
    private static readonly TenantId Id = new("demo");

    /// <summary>The sign-ins made, or null when the folder was seeded before.</summary>
    public async Task<SignIns?> EnsureAsync(CancellationToken cancellationToken)
    {
        var tenants = new Partition(PlatformTenant.Id, DirectoryDocuments.TenantsPartition);
        if (await store.GetAsync(tenants, DirectoryDocuments.Tenants, Id.Value, cancellationToken) is not null) return null;
        var signIns = new SignIns(options.AdminPassword ?? NewPassword(), options.OperatorPassword ?? NewPassword(), options.PhonePassword ?? NewPassword());
        await PutKnowledgeAsync(cancellationToken);
        await PutDirectoryAsync(signIns, cancellationToken);
        await PutWebhookAsync(cancellationToken);
        var tenant = new Tenant
        {
            TenantId = Id, Name = "Demo", SipDomain = SipDomain, Agent = new AgentSettings { Persona = "the demo team", SilencePromptSeconds = options.SilencePromptSeconds },
        };
        // The tenant comes last: a start that broke off before it seeds again.
        await store.UpsertAsync(tenants, DirectoryDocuments.Tenants, Id.Value, tenant, cancellationToken);
        return signIns;
    }

    private async Task PutKnowledgeAsync(CancellationToken cancellationToken)
    {
        var items = new KnowledgeFiles(clock, ids).Read(Id, options.KnowledgeFolder);
        foreach (var some in items.Chunk(MaxCommit))
            await store.CommitAsync(new Partition(Id, KnowledgeDocuments.Partition),
                [.. some.Select(i => DocumentOperation.Upsert(KnowledgeDocuments.Items, i.ItemId.Value, i))], cancellationToken);
        await index.UpsertAsync(Id, items, cancellationToken);
    }

    private Task<CommitOutcome> PutDirectoryAsync(SignIns signIns, CancellationToken cancellationToken)
    {
        var number = new PhoneNumber { TenantId = Id, Number = Number, RingExtension = OperatorExtension, NoAnswerSeconds = options.NoAnswerSeconds };
        var trunk = new Trunk { TenantId = Id, Name = "carrier", SourceAddresses = [options.TrunkAddress] };
        return store.CommitAsync(new Partition(Id, DirectoryDocuments.Partition),
        [
            DocumentOperation.Upsert(DirectoryDocuments.Numbers, Number, number),
            DocumentOperation.Upsert(DirectoryDocuments.Trunks, trunk.Name, trunk),
            Phone(OperatorExtension, new UserId("operator"), signIns.PhonePassword),
            Phone(SecondExtension, null, signIns.PhonePassword),
            Person("admin", "Administrator", Role.Admin, signIns.AdminPassword, null),
            Person("operator", "Operator", Role.Operator, signIns.OperatorPassword, OperatorExtension),
        ], cancellationToken);
    }

    private static DocumentOperation Phone(string number, UserId? person, string password) => DocumentOperation.Upsert(DirectoryDocuments.Extensions, number, new Extension
    {
        TenantId = Id, Number = number, Operator = person,
        Ha1Md5 = DigestHash.Ha1(DigestAlgorithm.Md5, number, SipDomain, password),
        Ha1Sha256 = DigestHash.Ha1(DigestAlgorithm.Sha256, number, SipDomain, password),
    });

    private static DocumentOperation Person(string id, string name, Role role, string password, string? extension)
    {
        var user = new User { TenantId = Id, UserId = new UserId(id), DisplayName = name, PasswordHash = "", Role = role, Extension = extension };
        return DocumentOperation.Upsert(DirectoryDocuments.Users, id, user with { PasswordHash = new PasswordHasher<User>().HashPassword(user, password) });
    }

    private async Task PutWebhookAsync(CancellationToken cancellationToken)
    {
        if (options is not { WebhookUrl: { } url, WebhookSecret: { } secret }) return;
        var endpoint = new WebhookEndpoint
        {
            EndpointId = "seed", TenantId = Id, Url = url, ProtectedSecret = WebhookSecret.Protect(secrets, secret),
        };
        await store.UpsertAsync(new Partition(Id, WebhookEndpoint.Partition), WebhookEndpoint.Kind, endpoint.EndpointId, endpoint, cancellationToken);
    }

    private string NewPassword()
    {
        Span<byte> random = stackalloc byte[PasswordBytes];
        ids.Fill(random);
        return Base64Url.EncodeToString(random);
    }
}
