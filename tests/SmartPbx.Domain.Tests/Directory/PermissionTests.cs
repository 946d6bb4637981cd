using System.Reflection;
using SmartPbx.Domain.Directory;

namespace SmartPbx.Domain.Tests.Directory;

public sealed class PermissionTests
{
    private static readonly string[] Every =
        [.. typeof(Permission).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void An_administrator_may_do_everything_there_is() =>
        Assert.Equal(Every.Order(StringComparer.Ordinal), Permission.Of(Role.Admin).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Role.Operator, new[] { "call:supervise", "call:view", "flow:view", "hitl:feedback", "hitl:view", "knowledge:update", "knowledge:view" })]
    [InlineData(Role.Agent, new[] { "call:view", "hitl:view", "knowledge:view" })]
    [InlineData(Role.Viewer, new[] { "call:view", "knowledge:view", "system:metrics" })]
    public void A_role_may_do_what_the_table_says_and_no_more(Role role, string[] permissions) =>
        Assert.Equal(permissions, Permission.Of(role).Order(StringComparer.Ordinal));

    [Fact]
    public void An_unknown_role_may_change_nothing() => Assert.All(Permission.Of((Role)99), p => Assert.True(p.EndsWith(":view", StringComparison.Ordinal) || p == "system:metrics"));
}
