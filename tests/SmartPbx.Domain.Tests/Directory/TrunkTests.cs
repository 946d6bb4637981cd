using System.Text.Json;
using SmartPbx.Domain.Directory;

namespace SmartPbx.Domain.Tests.Directory;

public sealed class TrunkTests
{
    [Fact]
    public void Document_of_before_is_a_trunk_that_only_takes_calls()
    {
        var trunk = JsonSerializer.Deserialize<Trunk>("""
            {"tenant_id":"demo","name":"carrier","source_addresses":["192.0.2.1"],"max_channels":7,"max_calls_per_second":3}
            """, SmartPbxJson.Options)!;

        Assert.Equal((true, 7, 3), (trunk.Active, trunk.MaxChannels, trunk.MaxCallsPerSecond));
        Assert.Empty(trunk.Targets);
        Assert.Null(trunk.Registration);
        Assert.Null(trunk.SignIn);
    }

    [Fact]
    public void Extension_of_before_has_a_role()
    {
        var extension = JsonSerializer.Deserialize<Extension>("""
            {"tenant_id":"demo","number":"1008","ha1_md5":"a","ha1_sha256":"b"}
            """, SmartPbxJson.Options)!;

        Assert.Equal(Role.Agent, extension.Role);
    }

    [Fact]
    public void Secrets_are_not_part_of_what_is_printed()
    {
        var trunk = new Trunk
        {
            TenantId = new("demo"), Name = "carrier", SourceAddresses = [], Credentials = new TrunkCredentials("line", "cHJvdGVjdGVk"),
            SignIn = TrunkSignIn.Of("carrier", "demo.example", "secret"),
        };

        Assert.DoesNotContain("cHJvdGVjdGVk", trunk.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(trunk.SignIn.Ha1Md5, trunk.ToString(), StringComparison.Ordinal);
    }

    // RFC 2617 §3.5
    [Fact]
    public void Sign_in_has_the_hash_of_the_rfc() =>
        Assert.Equal("939e7578ed9e3c518a452acee763bce9", TrunkSignIn.Of("Mufasa", "testrealm@host.com", "Circle Of Life").Ha1Md5);
}
