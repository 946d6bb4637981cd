using SmartPbx.Domain.Webhooks;

namespace SmartPbx.Domain.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly string Header = WebhookSignature.Sign("secret"u8, At, "{\"a\":1}"u8);

    [Fact]
    public void Signs_timestamp_and_body_with_hmac_sha256() => // by: printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        Assert.Equal("t=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686", Header);

    [Fact]
    public void Accepts_its_own_signature_within_the_tolerance()
    {
        Assert.True(WebhookSignature.Verify("secret"u8, Header, "{\"a\":1}"u8, At + Tolerance, Tolerance));
        Assert.True(WebhookSignature.Verify("secret"u8, Header, "{\"a\":1}"u8, At - Tolerance, Tolerance));
    }

    [Fact]
    public void Refuses_another_body_another_secret_and_another_time()
    {
        Assert.False(WebhookSignature.Verify("secret"u8, Header, "{\"a\":2}"u8, At, Tolerance));
        Assert.False(WebhookSignature.Verify("Secret"u8, Header, "{\"a\":1}"u8, At, Tolerance));
        Assert.False(WebhookSignature.Verify("secret"u8, Header, "{\"a\":1}"u8, At + Tolerance + TimeSpan.FromSeconds(1), Tolerance));
        Assert.False(WebhookSignature.Verify("secret"u8, Header.Replace("t=1700000000", "t=1700000001", StringComparison.Ordinal), "{\"a\":1}"u8, At, Tolerance));
    }

    [Theory]
    [InlineData("")]
    [InlineData("t=1700000000")]
    [InlineData("t=,v1=00")]
    [InlineData("t=x,v1=00")]
    [InlineData("t=1700000000,v1=")]
    [InlineData("v1=00,t=1700000000")]
    [InlineData("t=99999999999999999999,v1=00")]
    public void Refuses_what_is_no_signature_without_throwing(string header) =>
        Assert.False(WebhookSignature.Verify("secret"u8, header, "{\"a\":1}"u8, At, Tolerance));
}
