using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Knowledge;

public sealed class KnowledgeRoutesTests
{
    private static readonly object Item = new { question = "When do you open on Sunday?", answer = "At ten in the morning, every Sunday.", category = "information" };

    [Fact]
    public async Task An_item_is_made_read_changed_and_removed_and_the_index_follows()
    {
        await using var app = await FunctionApp.StartAsync();
        var made = await app.SendAsync("POST", "knowledge", Item);
        var id = made["item_id"].GetValue<string>();
        Assert.Equal((201, $"/api/v1/knowledge/{id}"), (made.Status, made.Raw.Headers.Location!.ToString()));
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        Assert.Single((await app.SendAsync("GET", "knowledge?query=open+sunday")).Items);

        var changed = await app.SendAsync("PUT", $"knowledge/{id}", new { question = "When do you open on Sunday?", answer = "It is closed on every Sunday." }, Role.Operator);
        Assert.Equal(("operator", 2, "information"), (changed["changed_by"].GetValue<string>(), changed["version"].GetValue<int>(), changed["category"].GetValue<string>()));
        Assert.Equal(204, (await app.SendAsync("DELETE", $"knowledge/{id}")).Status);
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        Assert.Empty((await app.SendAsync("GET", "knowledge?query=open+sunday")).Items);
        Assert.Equal(404, (await app.SendAsync("GET", $"knowledge/{id}")).Status);
    }

    [Fact]
    public async Task A_change_of_a_version_that_is_not_the_last_is_refused()
    {
        await using var app = await FunctionApp.StartAsync();
        var id = (await app.SendAsync("POST", "knowledge", Item))["item_id"].GetValue<string>();
        var etag = (await app.SendAsync("GET", $"knowledge/{id}")).Raw.Headers.ETag!.ToString();
        Assert.Equal(200, (await app.SendAsync("PUT", $"knowledge/{id}", Item, headers: ("If-Match", etag))).Status);
        var late = await app.SendAsync("PUT", $"knowledge/{id}", Item, headers: ("If-Match", etag));
        Assert.Equal((412, "etag_mismatch"), (late.Status, late.Code));
        Assert.Equal(412, (await app.SendAsync("DELETE", $"knowledge/{id}", headers: ("If-Match", etag))).Status);
        Assert.Equal(204, (await app.SendAsync("DELETE", $"knowledge/{id}", headers: ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task The_same_idempotency_key_makes_one_item()
    {
        await using var app = await FunctionApp.StartAsync();
        var first = await app.SendAsync("POST", "knowledge", Item, headers: ("Idempotency-Key", "k1"));
        var again = await app.SendAsync("POST", "knowledge", Item, headers: ("Idempotency-Key", "k1"));
        var other = await app.SendAsync("POST", "knowledge", Item, headers: ("Idempotency-Key", "k2"));
        Assert.Equal(first["item_id"].GetValue<string>(), again["item_id"].GetValue<string>());
        Assert.NotEqual(first["item_id"].GetValue<string>(), other["item_id"].GetValue<string>());
        Assert.Equal(2, app.Store.Published.Count);
    }

    [Theory]
    [InlineData("""{"question":"short","answer":"At ten in the morning, every Sunday."}""", "invalid_field", "question")]
    [InlineData("""{"question":"When do you open?","answer":"At ten."}""", "invalid_field", "answer")]
    [InlineData("""{"question":"When do you open?","answer":"At ten in the morning, every Sunday.","category":"nonsense"}""", "invalid_field", "category")]
    [InlineData("""{"question":"When do you open?","answer":"At ten in the morning, every Sunday.","variants":[""]}""", "invalid_field", "variants")]
    [InlineData("""{"question":5}""", "malformed_request", "question")]
    [InlineData("""{"question":""", "malformed_request", "")]
    [InlineData("""null""", "malformed_request", "")]
    public async Task What_is_wrong_is_told_with_a_code_and_the_field(string body, string code, string field)
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("POST", "knowledge", body);
        Assert.Equal((400, code, "application/problem+json"), (answer.Status, answer.Code, answer.Raw.Content.Headers.ContentType!.MediaType));
        Assert.Contains(field, answer.Body!["detail"]?.GetValue<string>() ?? "", StringComparison.Ordinal);
        Assert.NotEmpty(answer["trace_id"].GetValue<string>());
    }

    [Fact]
    public async Task The_agent_answers_by_text_from_the_tenants_knowledge()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("POST", "knowledge", Item);
        await app.DrainAsync(HandlerCatalogue.IndexKnowledge);
        var reply = await app.SendAsync("POST", "agent/query", new { question = "When do you open on Sunday?" });
        Assert.Equal("At ten in the morning, every Sunday.", reply["answer"].GetValue<string>());
        Assert.True(reply["confidence"].GetValue<double>() > 0.6);
    }
}
