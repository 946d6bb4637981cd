using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hosting;

public sealed class ApiBoundaryTests
{
    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var app = await FunctionApp.StartAsync();
        foreach (var token in (string?[])[null, ""])
        {
            var headers = (await app.SendAsync("GET", "calls", token: token)).Raw.Headers;
            Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-store", headers.CacheControl!.ToString());
            Assert.Contains("default-src 'none'", Assert.Single(headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_path_that_is_none_is_a_problem_with_a_code()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("GET", "no/such/route");
        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_user_who_asks_too_much_is_slowed_down_and_others_are_not()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:UserRequestsPerMinute"] = "3");
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await app.SendAsync("GET", "calls")).Status);
        var refused = await app.SendAsync("GET", "calls");
        Assert.Equal((429, "too_many_requests"), (refused.Status, refused.Code));
        Assert.NotNull(refused.Raw.Headers.RetryAfter);
        Assert.Equal(200, (await app.SendAsync("GET", "calls", tenant: FunctionApp.Other)).Status);
    }

    [Fact]
    public async Task Only_named_origins_may_call_from_a_browser()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:CorsOrigins:0"] = "https://console.example");
        var friend = await app.SendAsync("GET", "calls", headers: ("Origin", "https://console.example"));
        var stranger = await app.SendAsync("GET", "calls", headers: ("Origin", "https://elsewhere.example"));
        Assert.Equal("https://console.example", Assert.Single(friend.Raw.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(stranger.Raw.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("POST", "knowledge", $$"""{"question":"{{new string('x', FunctionsRegistration.MaxApiBodyBytes)}}"}""");
        Assert.Equal((413, "too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        await using var app = await FunctionApp.StartAsync();
        var document = await app.SendAsync("GET", "openapi.json", token: "");
        Assert.StartsWith("3.1", document["openapi"].GetValue<string>(), StringComparison.Ordinal);
        var paths = document["paths"].AsObject().Select(p => p.Key).ToList();
        Assert.Contains("/api/v1/calls/{id}", paths);
        Assert.DoesNotContain("/RecordCall", paths);
    }
}
