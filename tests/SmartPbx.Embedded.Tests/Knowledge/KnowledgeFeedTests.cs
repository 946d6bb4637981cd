using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Embedded.Knowledge;
using static SmartPbx.Embedded.Tests.Knowledge.KnowledgeSamples;

namespace SmartPbx.Embedded.Tests.Knowledge;

public sealed class KnowledgeFeedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedKnowledgeIndex _index;

    public KnowledgeFeedTests() => _index = new EmbeddedKnowledgeIndex(_folder.Path);

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_change_raises_the_version_of_its_tenant_alone_and_is_told()
    {
        var told = new List<TenantId>();
        _index.Changed += told.Add;

        await _index.UpsertAsync(Tenant, [Sunday], CancellationToken.None);
        await _index.DeleteAsync(Tenant, [Sunday.ItemId], CancellationToken.None);

        Assert.Equal(2, _index.VersionOf(Tenant));
        Assert.Equal(0, _index.VersionOf(new TenantId("other")));
        Assert.Equal([Tenant, Tenant], told);
    }

    [Fact]
    public async Task Items_in_review_are_not_indexed_and_leave_the_index()
    {
        await _index.UpsertAsync(Tenant, [Sunday, Refund], CancellationToken.None);
        await _index.UpsertAsync(Tenant, [Sunday with { Status = KnowledgeStatus.Review }], CancellationToken.None);

        Assert.Equal(["refund"], _index.ItemsOf(Tenant).Select(i => i.ItemId.Value));
    }

    [Fact]
    public async Task The_index_survives_a_restart()
    {
        await _index.UpsertAsync(Tenant, [Sunday, Refund], CancellationToken.None);
        _index.Dispose();

        using var reopened = new EmbeddedKnowledgeIndex(_folder.Path);

        Assert.Equal(1, reopened.VersionOf(Tenant));
        Assert.Equal("refund", (await reopened.SearchAsync(Tenant, new KnowledgeQuery { Text = "refund" }, CancellationToken.None))[0].ItemId.Value);
    }
}
