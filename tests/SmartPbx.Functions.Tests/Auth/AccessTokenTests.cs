using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SmartPbx.Domain.Directory;
using SmartPbx.Functions.Auth;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Auth;

public sealed class AccessTokenTests
{
    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task<int> TryAsync(FunctionApp app, string token) => (await app.SendAsync("GET", "auth/me", token: token)).Status;

    [Fact]
    public async Task A_token_runs_out_after_sixty_minutes()
    {
        await using var app = await FunctionApp.StartAsync();
        var token = await app.TokenAsync(FunctionApp.Acme, Role.Viewer);
        app.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(200, await TryAsync(app, token));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(401, await TryAsync(app, token));
    }

    [Fact]
    public async Task A_token_that_says_it_needs_no_signature_is_refused()
    {
        await using var app = await FunctionApp.StartAsync();
        var payload = (await app.TokenAsync(FunctionApp.Acme, Role.Admin)).Split('.')[1];
        foreach (var header in (string[])["""{"alg":"none","typ":"JWT"}""", """{"alg":"None"}""", """{"alg":"nOnE","typ":"JWT"}"""])
        {
            Assert.Equal(401, await TryAsync(app, $"{Encode(header)}.{payload}."));
            Assert.Equal(401, await TryAsync(app, $"{Encode(header)}.{payload}"));
        }
    }

    [Fact]
    public async Task A_token_of_another_algorithm_is_refused_even_when_its_signature_fits_our_key()
    {
        await using var app = await FunctionApp.StartAsync();
        var payload = (await app.TokenAsync(FunctionApp.Acme, Role.Admin)).Split('.')[1];
        var key = (await app.Secrets.GetKeyAsync("access-tokens", default)).ToArray();
        using var rsa = RSA.Create(2048);
        var signed = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{payload}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        Assert.Equal(401, await TryAsync(app, $"{signed}.{Base64Url.EncodeToString(rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}"));
        Assert.Equal(401, await TryAsync(app, $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, bytes))}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.&&&")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.한국")]
    public void What_is_no_token_is_refused_without_an_exception(string text) =>
        Assert.False(JwsCodec.TryVerify<TokenClaims>(text, new byte[32], out _));

    [Fact]
    public void A_changed_claim_breaks_the_signature()
    {
        var token = JwsCodec.Sign(new { role = "viewer" }, new byte[32]);
        var parts = token.Split('.');
        Assert.False(JwsCodec.TryVerify<object>($"{parts[0]}.{Encode("""{"role":"admin"}""")}.{parts[2]}", new byte[32], out _));
        Assert.True(JwsCodec.TryVerify<object>(token, new byte[32], out _));
        Assert.False(JwsCodec.TryVerify<object>(token, Enumerable.Repeat((byte)1, 32).ToArray(), out _));
    }

    [Fact]
    public async Task A_hub_token_does_not_open_the_api()
    {
        await using var app = await FunctionApp.StartAsync();
        var hub = (await app.SendAsync("POST", "realtime/negotiate"))["access_token"].GetValue<string>();
        Assert.Equal(401, await TryAsync(app, hub));
    }

    [Fact]
    public async Task The_api_takes_no_token_from_the_query()
    {
        await using var app = await FunctionApp.StartAsync();
        var token = await app.TokenAsync(FunctionApp.Acme, Role.Admin);
        Assert.Equal(401, (await app.SendAsync("GET", $"auth/me?access_token={token}", token: "")).Status);
    }

    [Fact]
    public async Task A_token_of_another_installation_is_refused()
    {
        await using var app = await FunctionApp.StartAsync();
        var claims = new TokenClaims(TokenClaims.Issuer, TokenClaims.ApiAudience, FunctionApp.UserOf(Role.Admin), FunctionApp.Acme, Role.Admin, "s", 0, long.MaxValue);
        Assert.Equal(401, await TryAsync(app, JwsCodec.Sign(claims, RandomNumberGenerator.GetBytes(32))));
    }
}
