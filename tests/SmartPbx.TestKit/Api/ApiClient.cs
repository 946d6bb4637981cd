using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmartPbx.TestKit.Api;

/// <summary>The REST API as a client without the product's types sees it: JSON in, JSON out.</summary>
public sealed class ApiClient(Uri baseAddress) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = baseAddress, Timeout = TimeSpan.FromSeconds(15) };

    public string Token { get; private set; } = "";
    public Uri BaseAddress { get; } = baseAddress;

    public async Task SignInAsync(string tenant, string user, string password, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "auth/login", new { tenant, user, password }, cancellationToken);
        if (status != 200) throw new InvalidOperationException($"sign-in of {user} answered {status}: {body}");
        Token = body!["access_token"]!.GetValue<string>();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return status == 200 && body is not null ? body : throw new InvalidOperationException($"GET {path} answered {status}: {body}");
    }

    public async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/v1/" + path);
        if (body is not null) request.Content = JsonContent.Create(body, options: JsonSerializerOptions.Default);
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var json = text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
        return ((int)response.StatusCode, json);
    }

    /// <summary>Bytes behind a link, signed-in or not.</summary>
    public Task<byte[]> DownloadAsync(string link, CancellationToken cancellationToken) =>
        _http.GetByteArrayAsync(new Uri(BaseAddress, link), cancellationToken);

    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken) =>
        await _http.GetStringAsync(new Uri(BaseAddress, path), cancellationToken);

    /// <summary>Asks until the answer satisfies, or gives null when the time is over.</summary>
    public async Task<JsonNode?> PollAsync(string path, Func<JsonNode, bool> satisfied, TimeSpan within, CancellationToken cancellationToken)
    {
        var deadline = System.Diagnostics.Stopwatch.StartNew();
        do
        {
            var (status, body) = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
            if (status == 200 && body is not null && satisfied(body)) return body;
            await Task.Delay(50, cancellationToken);
        }
        while (deadline.Elapsed < within);
        return null;
    }

    public void Dispose() => _http.Dispose();
}
