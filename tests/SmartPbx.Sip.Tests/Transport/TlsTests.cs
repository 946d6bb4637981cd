using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Transport;

public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();

    [Fact]
    public async Task A_request_is_answered_over_tls()
    {
        await using var bob = Stack(_certificates.IssueLoopback());
        await using var alice = Stack(_certificates.IssueLoopback());

        Assert.Equal("200", await alice.AskAsync(To(bob)));

        Assert.Equal("TLS", bob.User.Requests.Single().Request.TopVia!.Transport);
        Assert.EndsWith(";transport=tls>", bob.Stack.Contact("b", SipTransportKind.Tls).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com", true)]
    [InlineData("EXAMPLE.com", true)]
    [InlineData("sip.example.com", false)] // RFC 5922 §7.2: the name of the domain, not of a host in it
    [InlineData("example.org", false)]
    public async Task The_server_must_prove_the_domain(string domain, bool isProven)
    {
        await using var bob = Stack(_certificates.Issue("domain", names => names.AddDnsName("example.com")));
        await using var alice = Stack(_certificates.IssueLoopback());

        Assert.Equal(isProven ? "200" : "transport error", await alice.AskAsync(To(bob, domain)));
    }

    [Fact]
    public async Task A_sip_uri_proves_its_domain_unless_it_has_a_user()
    {
        await using var bob = Stack(_certificates.Issue("uris", names =>
        {
            names.AddUri(new Uri("sip:example.com"));
            names.AddUri(new Uri("sip:alice@example.org"));
        }));
        await using var alice = Stack(_certificates.IssueLoopback());

        Assert.Equal("200", await alice.AskAsync(To(bob, "example.com")));
        Assert.Equal("transport error", await alice.AskAsync(To(bob, "example.org")));
    }

    [Theory]
    [InlineData(false, "transport error")]
    [InlineData(true, "200")]
    public async Task Wildcards_prove_names_only_when_allowed(bool isAllowed, string outcome)
    {
        await using var bob = Stack(_certificates.Issue("wild", names => names.AddDnsName("*.example.com")));
        await using var alice = Stack(_certificates.IssueLoopback() with { AllowsWildcards = isAllowed });

        Assert.Equal(outcome, await alice.AskAsync(To(bob, "sip.example.com")));
        Assert.Equal("transport error", await alice.AskAsync(To(bob, "a.sip.example.com")));
    }

    [Fact]
    public async Task A_server_of_a_foreign_authority_is_refused()
    {
        using var foreign = new TestCertificates("foreign");
        await using var bob = Stack(foreign.IssueLoopback());
        await using var alice = Stack(_certificates.IssueLoopback());

        Assert.Equal("transport error", await alice.AskAsync(To(bob)));
        Assert.Empty(bob.User.Requests);
    }

    [Fact]
    public async Task Mutual_tls_takes_clients_of_its_authority_only()
    {
        using var foreign = new TestCertificates("foreign");
        await using var bob = Stack(_certificates.IssueLoopback("server") with { ClientCaPath = _certificates.CaPath });
        await using var friend = Stack(_certificates.IssueLoopback("friend"));
        await using var stranger = Stack(foreign.IssueLoopback() with { ServerCaPath = _certificates.CaPath });

        Assert.Equal("200", await friend.AskAsync(To(bob)));
        Assert.Equal("transport error", await stranger.AskAsync(To(bob)));
        Assert.Single(bob.User.Requests);
    }

    [Fact]
    public async Task A_replaced_certificate_is_shown_to_the_next_client()
    {
        await using var bob = Stack(_certificates.Issue("renewed", names => names.AddDnsName("old.example.com")));
        await using var alice = Stack(_certificates.IssueLoopback());
        Assert.Equal("transport error", await alice.AskAsync(To(bob, "new.example.com")));

        var files = _certificates.Issue("renewed", names => names.AddDnsName("new.example.com"));
        File.SetLastWriteTimeUtc(files.CertificatePath, File.GetLastWriteTimeUtc(files.CertificatePath).AddSeconds(2));

        Assert.Equal("200", await alice.AskAsync(To(bob, "new.example.com")));
    }

    [Fact]
    public async Task A_broken_certificate_file_leaves_the_old_one_in_use()
    {
        var files = _certificates.IssueLoopback();
        await using var bob = Stack(files);
        await using var alice = Stack(_certificates.IssueLoopback("alice"));
        await File.WriteAllTextAsync(files.CertificatePath, "nothing");
        File.SetLastWriteTimeUtc(files.CertificatePath, File.GetLastWriteTimeUtc(files.CertificatePath).AddSeconds(2));

        Assert.Equal("200", await alice.AskAsync(To(bob)));
    }

    [Fact]
    public async Task Old_versions_of_tls_are_refused()
    {
        await using var bob = Stack(_certificates.IssueLoopback());
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(bob.Stack.BoundEndPoint);
        await using var client = new SslStream(new NetworkStream(socket), false, (_, certificate, _, _) => certificate is not null);

#pragma warning disable SYSLIB0039, CA5397 // the old version is the point
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync("x", null, SslProtocols.Tls11, false));
#pragma warning restore SYSLIB0039, CA5397
    }

    [Fact]
    public async Task A_client_that_shakes_no_hands_is_closed()
    {
        await using var bob = new SocketStack(options => options with { Connections = SipConnectionLimits.Default with { OpenTimeout = TimeSpan.FromSeconds(1) } },
            Listener(_certificates.IssueLoopback()));
        using var peer = await RawPeer.ConnectAsync(bob.Stack.BoundEndPoint);

        Assert.Equal("", await peer.ClosedAsync());
    }

    [Fact]
    public async Task A_sips_request_leaves_over_tls_only()
    {
        await using var bob = new SocketStack(SocketStack.On(SipTransportKind.Udp), Listener(_certificates.IssueLoopback()));
        await using var alice = new SocketStack(SocketStack.On(SipTransportKind.Udp), Listener(_certificates.IssueLoopback("alice")));
        var request = alice.Request(SipMethod.Options, To(bob));
        request.Uri = request.Uri with { Scheme = "sips" };
        var again = alice.Request(SipMethod.Options, To(bob));
        again.Uri = request.Uri;

        alice.Send(request, bob.Stack.FlowToUs());
        Assert.Equal("transport error", await alice.NextAsync());
        alice.Send(again, To(bob));
        Assert.Equal("200", await alice.NextAsync());
    }

    public void Dispose() => _certificates.Dispose();

    private static SipFlow To(SocketStack stack, string? domain = null) => stack.Stack.FlowToUs(SipTransportKind.Tls) with { ServerName = domain };

    private static SipListener Listener(SipTlsOptions tls) => SocketStack.On(SipTransportKind.Tls) with { Tls = tls };

    private static SocketStack Stack(SipTlsOptions tls) => new(Listener(tls));
}
