using System.Collections.Immutable;
using System.Net;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Directory;

namespace SmartPbx.MediaEdge.Tests.Directory;

public class DirectorySnapshotTests
{
    [Theory]
    [InlineData("203.0.113.7", "exact,narrow,wide")]
    [InlineData("203.0.113.8", "narrow,wide")]
    [InlineData("203.0.200.1", "wide")]
    [InlineData("::ffff:203.0.200.1", "wide")]
    [InlineData("198.51.100.1", "")]
    public void Trunks_are_found_by_address_the_narrowest_first(string source, string names)
    {
        var snapshot = Snapshot(true, Trunk("wide", "203.0.0.0/16"), Trunk("narrow", "203.0.113.0/24"), Trunk("exact", "203.0.113.7"));

        Assert.Equal(names, string.Join(',', snapshot.TrunksFrom(IPAddress.Parse(source)).Select(t => t.Name)));
        Assert.Equal(names.Length > 0, snapshot.HasTrunk(IPAddress.Parse(source)));
    }

    [Fact]
    public void Inactive_tenant_has_no_trunks_and_no_domain()
    {
        var snapshot = Snapshot(false, Trunk("exact", "203.0.113.7"));

        Assert.False(snapshot.HasTrunk(IPAddress.Parse("203.0.113.7")));
        Assert.Null(snapshot.TenantOfDomain("demo.example"));
        Assert.Null(snapshot.Tenant(new TenantId("demo")));
    }

    [Theory]
    [InlineData("+82 2-555-0100", "8225550100")]
    [InlineData("1000", "1000")]
    [InlineData("front-desk", "front-desk")]
    [InlineData("*98", "*98")]
    public void Dialled_numbers_lose_plus_and_separators(string dialled, string key) => Assert.Equal(key, DialledNumber.Normalise(dialled));

    private static Trunk Trunk(string name, string source) => new() { TenantId = new TenantId("demo"), Name = name, SourceAddresses = [source] };

    private static DirectorySnapshot Snapshot(bool active, params Trunk[] trunks)
    {
        var tenant = new Tenant { TenantId = new TenantId("demo"), Name = "Demo", SipDomain = "demo.example", Active = active };
        return new DirectorySnapshot(ImmutableDictionary<TenantId, TenantDirectory>.Empty.Add(tenant.TenantId,
            new TenantDirectory(tenant) { Trunks = trunks.ToImmutableDictionary(t => t.Name) }));
    }
}
