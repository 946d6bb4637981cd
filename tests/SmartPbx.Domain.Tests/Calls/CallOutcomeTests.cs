using System.Reflection;
using System.Text.Json;
using SmartPbx.Domain.Calls;

namespace SmartPbx.Domain.Tests.Calls;

public sealed class CallOutcomeTests
{
    public static TheoryData<string> Names { get; } = [.. CallOutcome.All.Keys];

    [Fact]
    public void The_table_has_every_outcome_that_the_code_can_name()
    {
        var named = typeof(CallOutcome).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<CallOutcome>();

        Assert.Equal(named.OrderBy(o => o.Name, StringComparer.Ordinal), CallOutcome.All.Values.OrderBy(o => o.Name, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_outcome_has_a_final_sip_status_a_q850_cause_and_an_http_status(string name)
    {
        var outcome = CallOutcome.All[name];

        Assert.InRange(outcome.SipStatus, 200, 699);
        Assert.InRange(outcome.Q850Cause, 1, 127);
        Assert.InRange(outcome.HttpStatus, 200, 599);
        Assert.Matches("^[a-z]+(_[a-z]+)*$", name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Only_an_answered_call_is_billed(string name)
    {
        var outcome = CallOutcome.All[name];

        Assert.True(!outcome.Billable || outcome.SipStatus == 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_outcome_is_its_name_in_json(string name)
    {
        var json = JsonSerializer.Serialize(CallOutcome.All[name], SmartPbxJson.Options);

        Assert.Equal($"\"{name}\"", json);
        Assert.Same(CallOutcome.All[name], JsonSerializer.Deserialize<CallOutcome>(json, SmartPbxJson.Options));
    }

    [Fact]
    public void A_name_that_is_not_in_the_table_is_a_json_error() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CallOutcome>("\"vanished\"", SmartPbxJson.Options));
}
