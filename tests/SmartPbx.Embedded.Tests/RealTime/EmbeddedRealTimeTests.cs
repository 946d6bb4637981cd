using System.Net;
using SmartPbx.Contracts.RealTime;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using static SmartPbx.Contracts.Samples;

namespace SmartPbx.Embedded.Tests.RealTime;

public sealed class EmbeddedRealTimeTests() : RealTimeContract(new EmbeddedRealTimeHarness())
{
    private EmbeddedRealTimeHarness Hub => (EmbeddedRealTimeHarness)Harness;

    [Fact]
    public async Task Lets_nobody_in_who_has_not_signed_in()
    {
        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => HubClient.ConnectAsync(Hub.Address, "nobody"));

        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
    }

    [Fact]
    public async Task A_token_without_a_valid_tenant_is_turned_away()
    {
        await using var client = await HubClient.ConnectAsync(Hub.Address, "%20/operator");

        await Assert.ThrowsAnyAsync<Exception>(() => client.ReadAsync());
    }

    [Theory]
    [InlineData("OnConnectedAsync")]
    [InlineData("Send")]
    public async Task Offers_a_client_no_method_to_call(string method)
    {
        await using var client = (HubClient)await Hub.ConnectAsync(Alpha, new UserId("operator"));
        await client.SendAsync($$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[]}""");

        var answer = await client.ReadMessageAsync();
        Assert.Contains("does not exist", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_gone_cannot_join_a_call()
    {
        var client = await Hub.ConnectAsync(Alpha, new UserId("operator"));
        await client.DisposeAsync();
        for (var i = 0; i < 500 && await Hub.JoinCallAsync(client, Alpha, new CallId("edge-1")); i++) await Task.Delay(10);

        Assert.False(await Hub.JoinCallAsync(client, Alpha, new CallId("edge-1")));
    }

    [Fact]
    public async Task A_browser_that_does_not_read_holds_up_nobody()
    {
        await using var stalled = await Hub.ConnectAsync(Alpha, new UserId("stalled"));
        await using var reader = await Hub.ConnectAsync(Alpha, new UserId("reader"));
        var payload = new { Text = new string('x', 1_000_000) };

        for (var i = 0; i < 12; i++)
        {
            await Hub.RealTime.PushAsync(RealTimeTarget.Tenant(Alpha), $"m{i}", payload, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(5));
            Assert.Equal($"m{i}", (await reader.ReadAsync()).Name);
        }
    }
}
