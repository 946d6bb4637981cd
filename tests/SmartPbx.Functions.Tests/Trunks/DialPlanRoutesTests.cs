using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Trunks;

public sealed class DialPlanRoutesTests
{
    [Fact]
    public async Task Without_a_plan_nothing_goes_out()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("GET", "dial-plan");

        Assert.Equal(200, answer.Status);
        Assert.Empty(answer["rules"].AsArray());
    }

    [Fact]
    public async Task Plan_is_replaced_as_a_whole()
    {
        await using var app = await FunctionApp.StartAsync();
        var put = await app.SendAsync("PUT", "dial-plan", new
        {
            country_code = "82", international_prefix = "00", rules = new[] { new { name = "mobile", pattern = "+8210*", trunks = new[] { "carrier" }, roles = new[] { "operator" } } },
            emergency = new[] { new { number = "119", trunks = new[] { "carrier" } } }, limits = new { calls_per_minute = 5 },
        });
        var plan = await app.FindAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.DialPlans, DirectoryDocuments.DialPlanId);

        Assert.Equal(200, put.Status);
        Assert.Equal(("82", 5, "119"), (plan!.CountryCode, plan.Limits.CallsPerMinute, plan.Emergency[0].Number));
        Assert.Equal([Role.Operator], plan.Rules[0].Roles);
    }

    [Theory]
    [InlineData("""{"rules":[null]}""", "rules")]
    [InlineData("""{"emergency":[{"number":"112","trunks":[null]}]}""", "emergency")]
    [InlineData("""{"limits":null}""", "limits")]
    [InlineData("""{"country_code":"082"}""", "country_code")]
    [InlineData("""{"international_prefix":""}""", "international_prefix")]
    [InlineData("""{"national_prefix":"zero"}""", "national_prefix")]
    [InlineData("""{"national_digits":2}""", "national_digits")]
    [InlineData("""{"rules":[{"name":"","pattern":"*"}]}""", "rules.name")]
    [InlineData("""{"rules":[{"name":"a","pattern":""}]}""", "rules.pattern")]
    [InlineData("""{"rules":[{"name":"a","pattern":"*1"}]}""", "rules.pattern")]
    [InlineData("""{"rules":[{"name":"a","pattern":"1","add":"sip:"}]}""", "rules.add")]
    [InlineData("""{"rules":[{"name":"a","pattern":"1","strip":-1}]}""", "rules.strip")]
    [InlineData("""{"rules":[{"name":"a","pattern":"1","trunks":["a/b"]}]}""", "rules.trunks")]
    [InlineData("""{"emergency":[{"number":"one"}]}""", "emergency.number")]
    [InlineData("""{"limits":{"allowed_prefixes":["82"]}}""", "limits.allowed_prefixes")]
    [InlineData("""{"limits":{"calls_per_minute":0}}""", "limits.calls_per_minute")]
    [InlineData("""{"limits":{"block_minutes":0}}""", "limits.block_minutes")]
    public async Task What_no_edge_could_run_is_refused_by_field(string body, string field)
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("PUT", "dial-plan", body);

        Assert.Equal((400, "invalid_field"), (answer.Status, answer.Code));
        Assert.StartsWith(field, answer["detail"].GetValue<string>(), StringComparison.Ordinal);
    }
}
