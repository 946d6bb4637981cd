using System.Net;
using SmartPbx.Domain.Identity;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Registrar;

public class BindingTableTests
{
    private static readonly TenantId Demo = new("demo");
    private readonly ManualClock _clock = new();
    private readonly BindingTable _table;

    public BindingTableTests() =>
        _table = new BindingTable(new EdgeOptions { EdgeId = new EdgeId("e"), DataFolder = "", MaxBindings = 3, MaxBindingsPerExtension = 2 }, _clock);

    [Fact]
    public void Binding_is_gone_when_its_time_is_over()
    {
        Assert.True(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.1", 60)));
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_table.List(Demo, "1008"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_table.List(Demo, "1008"));
        Assert.Equal(0, _table.Count);
        Assert.False(_table.HasSource(IPAddress.Loopback));
    }

    [Fact]
    public void Bindings_of_an_extension_are_bounded()
    {
        Assert.True(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.1", 60)));
        Assert.True(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.2", 60)));
        Assert.False(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.3", 60)));
        Assert.True(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.2", 90)));
        Assert.Equal(2, _table.Count);
    }

    [Fact]
    public void Bindings_of_all_are_bounded_but_expired_ones_make_room()
    {
        Assert.True(_table.TryPut(Demo, "1", Binding("sip:a@10.0.0.1", 60)));
        Assert.True(_table.TryPut(Demo, "2", Binding("sip:a@10.0.0.2", 300)));
        Assert.True(_table.TryPut(Demo, "3", Binding("sip:a@10.0.0.3", 300)));
        Assert.False(_table.TryPut(Demo, "4", Binding("sip:a@10.0.0.4", 300)));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.True(_table.TryPut(Demo, "4", Binding("sip:a@10.0.0.4", 300)));
    }

    [Fact]
    public void Extensions_of_another_tenant_are_another_extension()
    {
        Assert.True(_table.TryPut(Demo, "1008", Binding("sip:a@10.0.0.1", 60)));
        Assert.Empty(_table.List(new TenantId("other"), "1008"));
    }

    private Binding Binding(string contact, int seconds) =>
        new(NameAddr.Parse($"<{contact}>"), SipFlow.Udp(new IPEndPoint(IPAddress.Loopback, 5060)), _clock.GetUtcNow().AddSeconds(seconds), "call", 1);
}
