using SmartPbx.Domain.Ports;

namespace SmartPbx.Contracts.Secrets;

/// <summary>What every keeper of secrets promises.</summary>
public abstract class SecretsContract
{
    /// <summary>The keeper under test; a second call gives one that knows the same keys, as after a restart.</summary>
    protected abstract ISecrets Open();

    private static async Task<byte[]> Key(ISecrets secrets, string name) => (await secrets.GetKeyAsync(name, CancellationToken.None)).ToArray();

    [Fact]
    public async Task A_key_is_the_same_ever_after()
    {
        var key = await Key(Open(), "tokens");

        Assert.True(key.Length >= 32);
        Assert.Equal(key, await Key(Open(), "tokens"));
    }

    [Fact]
    public async Task Each_name_has_its_own_key() => Assert.NotEqual(await Key(Open(), "tokens"), await Key(Open(), "nonces"));

    [Fact]
    public void Opens_what_was_protected_even_after_a_restart()
    {
        var data = Open().Protect("webhook", "secret"u8);

        Assert.Equal("secret"u8.ToArray(), Open().Unprotect("webhook", data));
        Assert.Empty(Open().Unprotect("webhook", Open().Protect("webhook", []))!);
    }

    [Fact]
    public void What_is_protected_does_not_show_and_never_looks_the_same()
    {
        var secrets = Open();
        var data = secrets.Protect("webhook", "secret"u8);

        Assert.Equal(-1, data.AsSpan().IndexOf("secret"u8));
        Assert.NotEqual(data, secrets.Protect("webhook", "secret"u8));
    }

    [Fact]
    public void Opens_nothing_for_another_purpose() => Assert.Null(Open().Unprotect("directory", Open().Protect("webhook", "secret"u8)));

    [Fact]
    public void Opens_nothing_that_was_tampered_with()
    {
        var secrets = Open();
        var data = secrets.Protect("webhook", "secret"u8);

        for (var i = 0; i < data.Length; i++)
        {
            data[i] ^= 1;
            Assert.Null(secrets.Unprotect("webhook", data));
            data[i] ^= 1;
            Assert.Null(secrets.Unprotect("webhook", data.AsSpan(0, i)));
        }
    }
}
