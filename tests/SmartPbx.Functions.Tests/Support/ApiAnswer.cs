using System.Text.Json.Nodes;

namespace SmartPbx.Functions.Tests.Support;

/// <summary>An answer as a client sees it.</summary>
internal sealed record ApiAnswer(int Status, JsonNode? Body, string Text, HttpResponseMessage Raw)
{
    public string? Code => Body?["code"]?.GetValue<string>();

    public JsonNode this[string name] => Body![name] ?? throw new KeyNotFoundException($"{name} in {Text}");

    public JsonArray Items => this["items"].AsArray();

    public static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return new ApiAnswer((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null, text, response);
    }
}
