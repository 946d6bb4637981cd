using System.Text.Json;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Identity;

public sealed class StringIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("edge-1:call_2.x")]
    [InlineData("-leading-dash")]
    [InlineData("01jd3k")]
    public void Takes_a_text_of_the_alphabet(string text)
    {
        Assert.True(TenantId.TryParse(text, out var id));
        Assert.Equal(text, id.Value);
        Assert.Equal(new TenantId(text), id);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("통화")]
    public void Refuses_any_other_text_without_throwing(string? text) => Assert.False(CallId.TryParse(text, out _));

    [Fact]
    public void An_id_has_at_most_100_characters()
    {
        Assert.True(IdText.IsValid(new string('a', 100)));
        Assert.False(IdText.IsValid(new string('a', 101)));
    }

    [Fact]
    public void Making_an_invalid_id_throws() => Assert.Throws<FormatException>(() => new TenantId("a/b"));

    [Fact]
    public void An_id_is_its_bare_text_in_json_as_value_and_as_key()
    {
        var json = JsonSerializer.Serialize(new Dictionary<TenantId, CallId> { [new("demo")] = new("edge-1") }, SmartPbxJson.Options);

        Assert.Equal("""{"demo":"edge-1"}""", json);
        Assert.Equal(new CallId("edge-1"), JsonSerializer.Deserialize<Dictionary<TenantId, CallId>>(json, SmartPbxJson.Options)![new("demo")]);
    }

    [Theory]
    [InlineData("\"a/b\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void An_invalid_id_in_json_is_a_json_error(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AlertId>(json, SmartPbxJson.Options));
}
