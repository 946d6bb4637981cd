using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Domain.Tests.Ports;

public sealed class DocumentIndexTests
{
    [Fact]
    public void Times_as_text_sort_by_time_across_time_zones()
    {
        var seoul = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.FromHours(9));
        DateTimeOffset[] times = [seoul, seoul.AddTicks(1), seoul.AddMilliseconds(500), new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero)];

        Assert.Equal(times.Select(DocumentIndex.Time), times.Select(DocumentIndex.Time).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_operation_carries_the_declared_indexes_that_have_a_value()
    {
        var kind = new DocumentKind<string>("text", DocumentIndex.On<string>("itself", t => t), DocumentIndex.On<string>("never", _ => null));

        var write = Assert.IsType<DocumentOperation.Write>(DocumentOperation.Create(kind, "id", "hello"));
        Assert.Equal(new Dictionary<string, string> { ["itself"] = "hello" }, write.Indexes);
    }

    [Fact]
    public void Every_group_but_an_edges_names_its_tenant()
    {
        var tenant = new TenantId("demo");

        Assert.Equal("tenant:demo", RealTimeTarget.Tenant(tenant).Group);
        Assert.Equal("user:demo/operator", RealTimeTarget.User(tenant, new UserId("operator")).Group);
        Assert.Equal("call:demo/edge-1", RealTimeTarget.Call(tenant, new CallId("edge-1")).Group);
        Assert.Equal("edge:edge", RealTimeTarget.Edge(new EdgeId("edge")).Group);
    }
}
