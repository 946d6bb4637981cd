using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;

namespace SmartPbx.Sip.Tests.Authentication;

public sealed class DigestTests
{
    private const string Realm = "example.com";

    private readonly ManualTimeProvider _clock = new();
    private readonly SeededTokens _tokens = new(3);

    // RFC 7616 §3.9.1
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Computes_the_responses_of_rfc_7616(DigestAlgorithm algorithm, string expected)
    {
        var credentials = new DigestCredentials("Mufasa", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "/dir/index.html", "")
        {
            Algorithm = algorithm, Qop = "auth", NonceCount = 1, ClientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        };
        string ha1 = DigestHash.Ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");

        Assert.Equal(expected, DigestHash.Response(credentials, ha1, "GET", []));
    }

    // RFC 2617 §3.5, and the same without qop as RFC 2069 has it
    [Theory]
    [InlineData("auth", "6629fae49393a05397450978507c4ef1")]
    [InlineData(null, "670fd8c2df070c60b045671b8b24ff02")]
    public void Computes_the_response_of_rfc_2617(string? qop, string expected)
    {
        var credentials = new DigestCredentials("Mufasa", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "/dir/index.html", "")
        {
            Qop = qop, NonceCount = 1, ClientNonce = "0a4f113b",
        };
        string ha1 = DigestHash.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life");

        Assert.Equal("939e7578ed9e3c518a452acee763bce9", ha1);
        Assert.Equal(expected, DigestHash.Response(credentials, ha1, "GET", []));
    }

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void Lets_the_right_password_in(DigestAlgorithm algorithm)
    {
        var verifier = Verifier(algorithm);

        Assert.Equal(DigestResult.Ok, verifier.Verify(Authorized(verifier), Realm, out string username));
        Assert.Equal("alice", username);
    }

    [Fact]
    public void The_client_takes_the_strongest_challenge()
    {
        var verifier = Verifier(DigestAlgorithm.Sha256, DigestAlgorithm.Md5);

        Assert.Contains("algorithm=SHA-256", Authorized(verifier).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_wrong_password()
    {
        var verifier = Verifier();

        Assert.Equal(DigestResult.WrongPassword, verifier.Verify(Authorized(verifier, password: "guess"), Realm, out _));
    }

    [Fact]
    public void Refuses_an_unknown_user()
    {
        var verifier = Verifier();

        Assert.Equal(DigestResult.UnknownUser, verifier.Verify(Authorized(verifier, username: "eve"), Realm, out _));
    }

    [Fact]
    public void An_old_nonce_is_stale()
    {
        var verifier = Verifier();
        var request = Authorized(verifier);
        _clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(DigestResult.Stale, verifier.Verify(request, Realm, out _));
    }

    [Fact]
    public void A_nonce_of_another_key_is_stale()
    {
        var other = new DigestVerifier(Options([DigestAlgorithm.Md5]) with { NonceKey = new byte[32] }, Lookup);

        Assert.Equal(DigestResult.Stale, Verifier().Verify(Authorized(other), Realm, out _));
    }

    [Fact]
    public void Another_process_with_the_key_takes_the_nonce() =>
        Assert.Equal(DigestResult.Ok, Verifier().Verify(Authorized(Verifier()), Realm, out _));

    [Fact]
    public void The_same_count_does_not_pass_twice()
    {
        var verifier = Verifier();
        var request = Authorized(verifier);
        verifier.Verify(request, Realm, out _);

        Assert.Equal(DigestResult.Replayed, verifier.Verify(request, Realm, out _));
    }

    [Fact]
    public void Counts_may_overtake_one_another()
    {
        var verifier = Verifier();
        var client = new DigestClient("alice", "secret", new SeededTokens(7));
        var challenge = Challenge(verifier);
        var requests = Enumerable.Range(0, 3).Select(_ => Authorize(client, challenge)).ToArray();

        Assert.Equal(DigestResult.Ok, verifier.Verify(requests[2], Realm, out _));
        Assert.Equal(DigestResult.Ok, verifier.Verify(requests[0], Realm, out _));
        Assert.Equal(DigestResult.Replayed, verifier.Verify(requests[0], Realm, out _));
        Assert.Equal(DigestResult.Ok, verifier.Verify(requests[1], Realm, out _));
    }

    [Fact]
    public void A_forgotten_nonce_is_stale_and_never_fresh_again()
    {
        var verifier = new DigestVerifier(Options([DigestAlgorithm.Md5]) with { MaxTrackedNonces = 1 }, Lookup);
        var first = Authorized(verifier);
        Assert.Equal(DigestResult.Ok, verifier.Verify(first, Realm, out _));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DigestResult.Ok, verifier.Verify(Authorized(verifier), Realm, out _));

        Assert.Equal(DigestResult.Stale, verifier.Verify(first, Realm, out _));
    }

    [Theory]
    [InlineData("NoOneKnowsThisScheme opaque-data=here")]
    [InlineData("Digest")]
    [InlineData("Digest username=\"alice\"")]
    [InlineData("Digest username=\"alice\", username=\"bob\", realm=\"example.com\", nonce=\"n\", uri=\"u\", response=\"r\"")]
    [InlineData("Digest username=\"alice\", realm=\"example.com\", nonce=\"n\", uri=\"u\", response=\"r\"")] // no qop: could be replayed
    [InlineData("Digest username=\"alice\", realm=\"example.com\", nonce=\"n\", uri=\"u\", response=\"r\", qop=auth, nc=1, cnonce=\"c\"")]
    [InlineData("Digest username=\"alice, realm=\"example.com\"")]
    public void Refuses_credentials_that_are_none(string value)
    {
        var request = Request();
        request.Headers.Set("Authorization", value);

        Assert.Equal(DigestResult.Malformed, Verifier().Verify(request, Realm, out _));
    }

    [Fact]
    public void The_client_does_not_repeat_a_refused_password()
    {
        var verifier = Verifier();
        var client = new DigestClient("alice", "guess", new SeededTokens(7));
        var request = Request();

        Assert.True(client.TryAuthorize(request, Challenge(verifier)));
        Assert.False(client.TryAuthorize(request, Challenge(verifier)));
        Assert.True(client.TryAuthorize(request, Challenge(verifier, isStale: true)));
        Assert.Single(request.Headers.All("Authorization"));
    }

    [Fact]
    public void A_407_is_answered_in_its_own_header()
    {
        var verifier = Verifier();
        var response = SipResponse.For(Request(), 407);
        verifier.Challenge(response, Realm);
        var request = Request();

        Assert.True(new DigestClient("alice", "secret", new SeededTokens(7)).TryAuthorize(request, response));
        Assert.Null(request.Headers["Authorization"]);
        Assert.Equal(DigestResult.Ok, verifier.Verify(request, Realm, out _));
    }

    private static string? Lookup(string username, string realm, DigestAlgorithm algorithm) =>
        username == "alice" ? DigestHash.Ha1(algorithm, username, realm, "secret") : null;

    private DigestVerifierOptions Options(DigestAlgorithm[] algorithms) => new()
    {
        NonceKey = [.. Enumerable.Range(0, 32).Select(value => (byte)value)],
        TimeProvider = _clock,
        Tokens = _tokens,
        Algorithms = algorithms,
    };

    private DigestVerifier Verifier(params DigestAlgorithm[] algorithms) =>
        new(Options(algorithms.Length == 0 ? [DigestAlgorithm.Md5] : algorithms), Lookup);

    private static SipResponse Challenge(DigestVerifier verifier, bool isStale = false)
    {
        var response = SipResponse.For(Request(), 401);
        verifier.Challenge(response, Realm, isStale);
        return response;
    }

    private static SipRequest Authorized(DigestVerifier verifier, string username = "alice", string password = "secret") =>
        Authorize(new DigestClient(username, password, new SeededTokens(7)), Challenge(verifier));

    private static SipRequest Authorize(DigestClient client, SipResponse challenge)
    {
        var request = Request();
        Assert.True(client.TryAuthorize(request, challenge));
        return request;
    }

    private static SipRequest Request() => new(SipMethod.Register, SipUri.Parse("sip:example.com"))
    {
        TopVia = new Via("UDP", "192.0.2.1", null),
        From = NameAddr.Parse("<sip:alice@example.com>;tag=a"),
        To = NameAddr.Parse("<sip:alice@example.com>"),
        CallId = "r",
        CSeq = new CSeq(1, SipMethod.Register),
    };
}
