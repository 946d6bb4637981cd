using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Auth;

public sealed class SignInTests
{
    private static Task<ApiAnswer> LoginAsync(FunctionApp app, string password, string user = "operator", string tenant = "acme") =>
        app.SendAsync("POST", "auth/login", new { tenant, user, password }, token: "");

    private static Task<ApiAnswer> RefreshAsync(FunctionApp app, string token) => app.SendAsync("POST", "auth/refresh", new { refresh_token = token }, token: "");

    [Fact]
    public async Task A_right_password_gives_a_token_that_opens_the_api()
    {
        await using var app = await FunctionApp.StartAsync();
        var login = await LoginAsync(app, FunctionApp.Password);
        Assert.Equal(3600, login["expires_in"].GetValue<int>());
        Assert.Equal("operator", login["user"]["role"]!.GetValue<string>());
        Assert.Contains("hitl:feedback", login["user"]["permissions"]!.ToJsonString());
        var me = await app.SendAsync("GET", "auth/me", token: login["access_token"].GetValue<string>());
        Assert.Equal("operator", me["user_id"].GetValue<string>());
        Assert.DoesNotContain("password", me.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("acme", "operator", "wrong")]
    [InlineData("acme", "nobody", FunctionApp.Password)]
    [InlineData("nowhere", "operator", FunctionApp.Password)]
    [InlineData("not an id!", "operator", FunctionApp.Password)]
    public async Task Anything_wrong_gives_the_same_answer(string tenant, string user, string password)
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await LoginAsync(app, password, user, tenant);
        Assert.Equal((401, "invalid_credentials"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Guessing_at_one_user_closes_the_door_even_for_the_right_password()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:SignIn:FailuresPerUser"] = "3");
        for (var i = 0; i < 3; i++) Assert.Equal(401, (await LoginAsync(app, "wrong")).Status);
        var locked = await LoginAsync(app, FunctionApp.Password);
        Assert.Equal((429, "locked_out"), (locked.Status, locked.Code));
        Assert.NotNull(locked.Raw.Headers.RetryAfter);
        Assert.Equal(200, (await LoginAsync(app, FunctionApp.Password, "admin")).Status);
        app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(200, (await LoginAsync(app, FunctionApp.Password)).Status);
    }

    [Fact]
    public async Task Guessing_at_many_users_from_one_address_closes_the_door()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:SignIn:FailuresPerAddress"] = "4");
        for (var i = 0; i < 4; i++) await LoginAsync(app, "wrong", $"user{i}");
        Assert.Equal(429, (await LoginAsync(app, FunctionApp.Password)).Status);
    }

    [Fact]
    public async Task Parallel_guesses_do_not_outrun_the_count()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:SignIn:FailuresPerUser"] = "3");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => LoginAsync(app, "wrong")));
        Assert.True(answers.Count(a => a.Status == 401) <= 3);
    }

    [Fact]
    public async Task A_right_password_forgets_the_wrong_ones_before()
    {
        await using var app = await FunctionApp.StartAsync(s => s["Functions:SignIn:FailuresPerUser"] = "3");
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(401, (await LoginAsync(app, "wrong")).Status);
            Assert.Equal(200, (await LoginAsync(app, FunctionApp.Password)).Status);
        }
    }

    [Fact]
    public async Task Refresh_gives_a_new_pair()
    {
        await using var app = await FunctionApp.StartAsync();
        var login = await LoginAsync(app, FunctionApp.Password);
        var refreshed = await RefreshAsync(app, login["refresh_token"].GetValue<string>());
        Assert.Equal(200, (await app.SendAsync("GET", "auth/me", token: refreshed["access_token"].GetValue<string>())).Status);
        Assert.NotEqual(login["refresh_token"].GetValue<string>(), refreshed["refresh_token"].GetValue<string>());
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_the_session_for_both_holders()
    {
        await using var app = await FunctionApp.StartAsync();
        var first = (await LoginAsync(app, FunctionApp.Password))["refresh_token"].GetValue<string>();
        var second = (await RefreshAsync(app, first))["refresh_token"].GetValue<string>();
        Assert.Equal("invalid_refresh_token", (await RefreshAsync(app, first)).Code);
        Assert.Equal("invalid_refresh_token", (await RefreshAsync(app, second)).Code);
    }

    [Fact]
    public async Task Signing_out_ends_the_refreshing()
    {
        await using var app = await FunctionApp.StartAsync();
        var login = await LoginAsync(app, FunctionApp.Password);
        Assert.Equal(204, (await app.SendAsync("POST", "auth/logout", token: login["access_token"].GetValue<string>())).Status);
        Assert.Equal(401, (await RefreshAsync(app, login["refresh_token"].GetValue<string>())).Status);
    }

    [Fact]
    public async Task A_user_who_was_switched_off_cannot_refresh()
    {
        await using var app = await FunctionApp.StartAsync();
        var login = await LoginAsync(app, FunctionApp.Password);
        var user = await app.FindAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Users, "operator");
        await app.PutAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Users, "operator", user! with { Active = false });
        Assert.Equal(401, (await RefreshAsync(app, login["refresh_token"].GetValue<string>())).Status);
        Assert.Equal(401, (await LoginAsync(app, FunctionApp.Password)).Status);
    }

    [Fact]
    public async Task Only_the_hash_of_a_refresh_token_is_stored()
    {
        await using var app = await FunctionApp.StartAsync();
        var token = (await LoginAsync(app, FunctionApp.Password))["refresh_token"].GetValue<string>();
        var session = await app.FindAsync(FunctionApp.Acme, Functions.Auth.SignInSession.Partition, Functions.Auth.SignInSession.Kind, token.Split('~')[1]);
        Assert.DoesNotContain(token.Split('~')[2], System.Text.Json.JsonSerializer.Serialize(session));
    }
}
