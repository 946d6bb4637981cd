using System.Collections.Concurrent;
using System.Text;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Tests.Kit;
using SmartPbx.Sip.Transactions;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Tests.Authentication;

public sealed class AuthenticatedRequestTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(401, "INVITE")]
    [InlineData(407, "INVITE")]
    [InlineData(401, "REGISTER")]
    [InlineData(407, "OPTIONS")]
    public async Task Challenge_is_answered_with_the_next_cseq_and_a_new_branch(int status, string method)
    {
        await using var stacks = new TwoStacks();
        stacks.AliceAcknowledges();
        stacks.BobUser.WhenRequested = Guard(stacks, (Verifier(), status, "one.example"));
        stacks.Alice.Send(Request(stacks, Method(method)), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        var requests = stacks.BobUser.Requests.Select(r => r.Request).ToArray();
        Assert.Equal([1u, 2u], requests.Select(r => r.CSeq.Number));
        Assert.Single(requests.Select(r => r.CallId).Distinct());
        Assert.Single(requests.Select(r => r.From.Tag).Distinct());
        Assert.Equal(2, requests.Select(r => r.TopVia!.Branch).Distinct().Count());
        Assert.Equal([200], Statuses(stacks));
    }

    [Fact]
    public async Task Chain_of_proxies_before_the_far_end_is_answered_realm_by_realm()
    {
        await using var stacks = new TwoStacks();
        stacks.BobUser.WhenRequested = Guard(stacks, (Verifier(), 407, "first.example"), (Verifier(), 407, "second.example"), (Verifier(), 401, "far.example"));
        stacks.Alice.Send(Request(stacks, SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        var last = stacks.BobUser.Requests.Last().Request;
        Assert.Equal(4, stacks.BobUser.Requests.Count);
        Assert.Equal((1, 2), (last.Headers.All("Authorization").Count, last.Headers.All("Proxy-Authorization").Count));
        Assert.Equal(200, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    [Fact]
    public async Task Realms_of_both_kinds_in_one_response_are_answered_at_once()
    {
        await using var stacks = new TwoStacks();
        var (proxy, far) = (Verifier(), Verifier());
        stacks.BobUser.WhenRequested = transaction =>
        {
            if (proxy.Verify(transaction.Request, "proxy.example", out _) == DigestResult.Ok
                && far.Verify(transaction.Request, "far.example", out _) == DigestResult.Ok)
            {
                transaction.Respond(200);
                return;
            }
            var response = transaction.CreateResponse(401);
            foreach (var challenge in far.CreateChallenges("far.example"))
                response.Headers.Add("WWW-Authenticate", challenge.ToString());
            foreach (var challenge in proxy.CreateChallenges("proxy.example"))
                response.Headers.Add("Proxy-Authenticate", challenge.ToString());
            transaction.Respond(response);
        };
        stacks.Alice.Send(Request(stacks, SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        Assert.Equal(2, stacks.BobUser.Requests.Count);
        Assert.Equal(200, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    [Theory]
    [InlineData("MD5", "SHA-256", "SHA-256")]
    [InlineData("SHA-256", "MD5", "SHA-256")]
    [InlineData("MD5", "SHA-512-256", "MD5")]
    public async Task Strongest_algorithm_known_is_taken_in_whatever_order(string one, string other, string taken)
    {
        await using var stacks = new TwoStacks();
        stacks.BobUser.WhenRequested = transaction => Challenge(transaction, 401,
            $"Digest realm=\"r\", nonce=\"n\", algorithm={one}, qop=\"auth\"", $"Digest realm=\"r\", nonce=\"n\", algorithm={other}, qop=\"auth\"");
        stacks.Alice.Send(Request(stacks, SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        string credentials = Assert.Single(stacks.BobUser.Requests.Last().Request.Headers.All("Authorization"));
        Assert.Contains($"algorithm={taken}", credentials, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", qop=\"auth-int,auth\"", "qop=auth")]
    [InlineData(", qop=\"auth-int\"", "qop=auth-int")]
    [InlineData("", null)]
    public async Task Quality_of_protection_is_what_is_offered(string offered, string? taken)
    {
        await using var stacks = new TwoStacks();
        stacks.BobUser.WhenRequested = transaction => Challenge(transaction, 401, $"Digest realm=\"r\", nonce=\"n\"{offered}");
        stacks.Alice.Send(Request(stacks, SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        string credentials = stacks.BobUser.Requests.Last().Request.Headers["Authorization"]!;
        Assert.Equal(taken is not null, credentials.Contains("qop=", StringComparison.Ordinal));
        Assert.EndsWith(taken is null ? "algorithm=MD5" : $"{taken}, nc=00000001", credentials, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_ends_after_one_try()
    {
        await using var stacks = new TwoStacks();
        stacks.BobUser.WhenRequested = Guard(stacks, (Verifier("another"), 401, "one.example"));
        stacks.Alice.Send(Request(stacks, SipMethod.Register), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        Assert.Equal(2, stacks.BobUser.Requests.Count);
        Assert.Equal(401, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    [Fact]
    public async Task Server_whose_nonces_are_stale_for_ever_is_left_alone_after_a_few()
    {
        await using var stacks = new TwoStacks();
        int nonce = 0;
        stacks.BobUser.WhenRequested = transaction => Challenge(transaction, 401, $"Digest realm=\"r\", nonce=\"{nonce++}\", stale=true, qop=\"auth\"");
        stacks.Alice.Send(Request(stacks, SipMethod.Register), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        Assert.Equal(AuthenticatedRequest.MaxTries, stacks.BobUser.Requests.Count);
        Assert.Equal(401, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    [Fact]
    public async Task Nonce_is_used_again_until_it_is_stale()
    {
        await using var stacks = new TwoStacks();
        var client = new DigestClient("alice", "secret", new SeededTokens(9));
        var guard = Verifier();
        stacks.BobUser.WhenRequested = Guard(stacks, (guard, 401, "one.example"));
        async Task SendAsync(uint number)
        {
            var request = Request(stacks, SipMethod.Options, number);
            request.Credentials = client;
            stacks.Alice.Send(request, stacks.ToBob, stacks.AliceUser);
            await SettleAsync(stacks);
        }

        await SendAsync(1);
        await SendAsync(10);
        Assert.Equal(3, stacks.BobUser.Requests.Count);
        Assert.Contains("nc=00000002", stacks.BobUser.Requests.Last().Request.Headers["Authorization"], StringComparison.Ordinal);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await SendAsync(20);
        Assert.Equal(5, stacks.BobUser.Requests.Count);
        Assert.Equal([200, 200, 200], Statuses(stacks));
    }

    [Fact]
    public async Task Requests_of_the_dialog_answer_challenges_with_its_own_numbers()
    {
        await using var stacks = new TwoStacks();
        var confirmed = new ConcurrentQueue<Dialog>();
        stacks.AliceUser.WhenFinal = (transaction, response) =>
        {
            if (transaction.Request.Method != SipMethod.Invite || !response.IsSuccess)
                return;
            var dialog = Dialog.FromUac(transaction.Request, response)!;
            dialog.Confirm(response);
            confirmed.Enqueue(dialog);
            stacks.Alice.SendAck(dialog.CreateAck(transaction.Request), transaction.Flow);
        };
        // A guard that takes each nonce once: every request is challenged.
        var fresh = new HashSet<string>();
        int nonces = 0;
        stacks.BobUser.WhenRequested = transaction =>
        {
            var sent = transaction.Request.Headers["Authorization"] is { } text && DigestCredentials.TryParse(text, out var credentials) ? credentials : null;
            if (sent is null || !fresh.Remove(sent.Nonce))
            {
                fresh.Add($"n{++nonces}");
                Challenge(transaction, 401, $"Digest realm=\"r\", nonce=\"n{nonces}\", stale=true, qop=\"auth\"");
                return;
            }
            var response = transaction.CreateResponse(200);
            response.Contact = stacks.Bob.Contact("bob");
            transaction.Respond(response);
        };
        stacks.Alice.Send(Request(stacks, SipMethod.Invite), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);
        var made = Assert.Single(confirmed);
        Assert.Equal(2u, Assert.Single(stacks.BobUser.Acks).CSeq.Number);

        stacks.Alice.Send(made.CreateRequest(SipMethod.Info), stacks.ToBob, stacks.AliceUser);
        stacks.Alice.Send(made.CreateRequest(SipMethod.Bye), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        var numbers = stacks.BobUser.Requests.Skip(2).Select(r => r.Request.CSeq.Number).ToArray();
        Assert.Equal(numbers.Length, numbers.Distinct().Count());
        Assert.All(numbers, number => Assert.True(number > 2));
        Assert.Equal(made.State.LocalCSeq, numbers.Max());
        Assert.Equal([200, 200, 200], Statuses(stacks));
    }

    [Fact]
    public async Task Cancel_reaches_the_invite_that_is_on_its_way()
    {
        await using var stacks = new TwoStacks();
        var guard = Verifier();
        stacks.BobUser.WhenRequested = transaction =>
        {
            if (guard.Verify(transaction.Request, "one.example", out _) == DigestResult.Ok)
                transaction.Respond(180);
            else
                Refuse(guard, transaction, 407, "one.example");
        };
        stacks.BobUser.WhenCancelled = invite => invite.Respond(487);
        var sent = stacks.Alice.Send(Request(stacks, SipMethod.Invite), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);
        sent.Cancel();
        await SettleAsync(stacks);

        Assert.Equal([180, 487], Statuses(stacks));
        Assert.Equal(["cancel"], stacks.BobUser.Events);
    }

    [Fact]
    public async Task Cancelled_invite_is_not_sent_again()
    {
        await using var stacks = new TwoStacks();
        var held = new ConcurrentQueue<ServerTransaction>();
        stacks.BobUser.WhenRequested = held.Enqueue;
        var sent = stacks.Alice.Send(Request(stacks, SipMethod.Invite), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);
        sent.Cancel();
        Assert.True(held.TryDequeue(out var invite));
        Refuse(Verifier(), invite, 401, "one.example");
        await SettleAsync(stacks);

        Assert.Single(stacks.BobUser.Requests);
        Assert.Equal(401, stacks.AliceUser.Responses.Last().Status);
    }

    [Fact]
    public async Task Request_without_credentials_hands_the_challenge_to_its_sender()
    {
        await using var stacks = new TwoStacks();
        stacks.BobUser.WhenRequested = Guard(stacks, (Verifier(), 401, "one.example"));
        stacks.Alice.Send(stacks.Request(SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        Assert.Equal(401, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    [Fact]
    public async Task Digest_responses_stay_out_of_the_trace()
    {
        var trace = new RecordedTrace();
        await using var stacks = new TwoStacks(configure: options => options with { Trace = trace });
        stacks.BobUser.WhenRequested = Guard(stacks, (Verifier(), 401, "one.example"));
        stacks.Alice.Send(Request(stacks, SipMethod.Options), stacks.ToBob, stacks.AliceUser);
        await SettleAsync(stacks);

        var authorized = trace.Messages.Where(m => m.Contains("Authorization: Digest", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, authorized.Length); // as sent and as received
        Assert.All(authorized, m => Assert.Matches("response=\"?x+\"?,", m));
        Assert.Equal(200, Assert.Single(stacks.AliceUser.Responses).Status);
    }

    // Each challenge costs two hops more.
    private static async Task SettleAsync(TwoStacks stacks)
    {
        for (int i = 0; i < AuthenticatedRequest.MaxTries; i++)
            await stacks.SettleAsync();
    }

    private static IEnumerable<int> Statuses(TwoStacks stacks) => stacks.AliceUser.Responses.Select(r => r.Status).Where(status => status > SipStatus.Trying);

    private static SipMethod Method(string name) => name == "INVITE" ? SipMethod.Invite : name == "REGISTER" ? SipMethod.Register : SipMethod.Options;

    private static SipRequest Request(TwoStacks stacks, SipMethod method, uint number = 1)
    {
        var request = stacks.Request(method, number);
        request.Credentials = new DigestClient("alice", "secret", new SeededTokens(7));
        return request;
    }

    // Bob asks for credentials, guard after guard, and then says yes.
    private static Action<ServerTransaction> Guard(TwoStacks stacks, params (DigestVerifier Verifier, int Status, string Realm)[] guards) => transaction =>
    {
        foreach (var (verifier, status, realm) in guards)
        {
            var result = verifier.Verify(transaction.Request, realm, out _);
            if (result == DigestResult.Ok)
                continue;
            Refuse(verifier, transaction, status, realm, result == DigestResult.Stale);
            return;
        }
        var response = transaction.CreateResponse(200);
        response.Contact = stacks.Bob.Contact("bob");
        transaction.Respond(response);
    };

    private static void Refuse(DigestVerifier verifier, ServerTransaction transaction, int status, string realm, bool isStale = false)
    {
        var response = transaction.CreateResponse(status);
        verifier.Challenge(response, realm, isStale);
        transaction.Respond(response);
    }

    private static void Challenge(ServerTransaction transaction, int status, params string[] challenges)
    {
        var response = transaction.CreateResponse(status);
        foreach (string challenge in challenges)
            response.Headers.Add("WWW-Authenticate", challenge);
        transaction.Respond(response);
    }

    private DigestVerifier Verifier(string password = "secret") => new(new DigestVerifierOptions
    {
        NonceKey = new byte[32], TimeProvider = _clock, Tokens = new SeededTokens(5),
    }, (username, realm, algorithm) => DigestHash.Ha1(algorithm, username, realm, password));

    private sealed class RecordedTrace : ISipTrace
    {
        public ConcurrentQueue<string> Messages { get; } = [];

        public void OnReceived(SipFlow source, ReadOnlySpan<byte> message) => Messages.Enqueue(Encoding.ASCII.GetString(message));

        public void OnSent(SipFlow destination, ReadOnlySpan<byte> message) => Messages.Enqueue(Encoding.ASCII.GetString(message));
    }
}
