using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Trunks;

public sealed class TrunkRoutesTests
{
    private static readonly object Carrier = new
    {
        targets = new[] { "sip:sip.carrier.example;transport=tcp", "sip:192.0.2.1:5080" }, source_addresses = new[] { "192.0.2.0/24" }, username = "acme-line", password = "tr0ub4dor",
        registration = new { expires_seconds = 600 }, sign_in_user = "carrier", sign_in_password = "let me in", options_seconds = 30,
    };

    [Fact]
    public async Task Trunk_is_made_and_read_without_its_secrets()
    {
        await using var app = await FunctionApp.StartAsync();
        var made = await app.SendAsync("PUT", "trunks/carrier", Carrier);
        var read = await app.SendAsync("GET", "trunks/carrier");

        Assert.Equal((201, 200), (made.Status, read.Status));
        Assert.Equal("acme-line", read["username"].GetValue<string>());
        Assert.All((ApiAnswer[])[made, read, await app.SendAsync("GET", "trunks")], answer =>
        {
            Assert.DoesNotContain("tr0ub4dor", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("ha1", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("protected", answer.Text, StringComparison.Ordinal);
        });
        Assert.Contains(app.Store.Published, e => e.Type == EventCatalogue.ConfigChanged.Name);
    }

    [Fact]
    public async Task Password_is_stored_protected_and_stays_when_it_is_left_out()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "trunks/carrier", Carrier);
        var changed = await app.SendAsync("PUT", "trunks/carrier", new { targets = new[] { "sip:192.0.2.9" }, username = "acme-line", sign_in_user = "carrier" });
        var stored = await app.FindAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Trunks, "carrier");

        Assert.Equal(200, changed.Status);
        Assert.Equal("tr0ub4dor", stored!.Credentials!.Password(app.Secrets));
        Assert.NotEqual("tr0ub4dor", stored.Credentials.ProtectedPassword);
        Assert.Equal(64, stored.SignIn!.Ha1Sha256.Length);
        Assert.Equal(["sip:192.0.2.9"], stored.Targets);
    }

    [Theory]
    [InlineData("""{"targets":["http://carrier.example"]}""", "targets")]
    [InlineData("""{"targets":["sip:user@carrier.example"]}""", "targets")]
    [InlineData("""{"targets":["sip:carrier.example\r\nVia: x"]}""", "targets")]
    [InlineData("""{}""", "targets")]
    [InlineData("""{"source_addresses":["0.0.0.0/0"]}""", "source_addresses")]
    [InlineData("""{"source_addresses":["10.0.0.0/8"]}""", "source_addresses")]
    [InlineData("""{"source_addresses":["carrier.example"]}""", "source_addresses")]
    [InlineData("""{"targets":["sip:a.example"],"username":"u"}""", "password")]
    [InlineData("""{"targets":["sip:a.example"],"sign_in_user":"u"}""", "sign_in_password")]
    [InlineData("""{"targets":["sip:a.example"],"registration":{}}""", "registration")]
    [InlineData("""{"source_addresses":["192.0.2.1"],"username":"u","password":"p","registration":{}}""", "registration")]
    [InlineData("""{"targets":["sip:a.example"],"username":"u","password":"p","registration":{"expires_seconds":1}}""", "registration")]
    [InlineData("""{"targets":["sip:a.example"],"domain":"not a host"}""", "domain")]
    [InlineData("""{"targets":["sip:a.example"],"caller_id":{"number":"anybody"}}""", "caller_id")]
    [InlineData("""{"targets":["sip:a.example"],"number_format":{"prefix":"12a"}}""", "number_format")]
    [InlineData("""{"targets":["sip:a.example"],"codecs":["PC MA"]}""", "codecs")]
    [InlineData("""{"targets":["sip:a.example"],"options_seconds":1}""", "options_seconds")]
    [InlineData("""{"targets":["sip:a.example"],"max_calls_per_second":0}""", "max_calls_per_second")]
    [InlineData("""{"targets":["sip:a.example"],"max_channels":-1}""", "max_channels")]
    public async Task What_no_edge_could_run_is_refused_by_field(string body, string field)
    {
        await using var app = await FunctionApp.StartAsync();
        var answer = await app.SendAsync("PUT", "trunks/carrier", body);

        Assert.Equal((400, "invalid_field"), (answer.Status, answer.Code));
        Assert.StartsWith(field, answer["detail"].GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"targets":null}""")]
    [InlineData("""{"targets":["sip:a.example"],"caller_id":null}""")]
    [InlineData("""{"targets":["sip:a.example",null]}""")]
    public async Task Null_in_place_of_a_value_is_a_bad_request(string body)
    {
        await using var app = await FunctionApp.StartAsync();
        Assert.Equal(400, (await app.SendAsync("PUT", "trunks/carrier", body)).Status);
    }

    [Fact]
    public async Task Deleted_trunk_is_gone()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "trunks/carrier", Carrier);

        Assert.Equal(204, (await app.SendAsync("DELETE", "trunks/carrier")).Status);
        Assert.Equal(404, (await app.SendAsync("GET", "trunks/carrier")).Status);
        Assert.Equal(404, (await app.SendAsync("DELETE", "trunks/carrier")).Status);
    }

    [Fact]
    public async Task Old_version_does_not_replace_a_newer_one()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.SendAsync("PUT", "trunks/carrier", Carrier);
        var answer = await app.SendAsync("PUT", "trunks/carrier", Carrier, headers: ("If-Match", "\"older\""));

        Assert.Equal((412, "etag_mismatch"), (answer.Status, answer.Code));
    }
}
