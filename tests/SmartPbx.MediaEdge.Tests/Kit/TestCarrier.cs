using System.Collections.Concurrent;
using SmartPbx.Domain.Directory;
using SmartPbx.Sip.Authentication;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>A scripted carrier: registrar with digest, answers to OPTIONS, and calls that a test takes from <see cref="Phone"/>.</summary>
internal sealed class TestCarrier : IAsyncDisposable
{
    public const string User = "acme-line";
    public const string Password = "tr0ub4dor";
    public const string Realm = "carrier.example";

    private readonly DigestVerifier _verifier = new(new DigestVerifierOptions { NonceKey = new byte[32] },
        (user, realm, algorithm) => user == User ? DigestHash.Ha1(algorithm, user, realm, Password) : null);

    public TestCarrier(string address = "127.0.0.9")
    {
        Phone = new TestPhone(address) { Script = Handle };
    }

    public TestPhone Phone { get; }

    /// <summary>Everything that came, challenged or not.</summary>
    public ConcurrentQueue<SipRequest> Seen { get; } = [];

    /// <summary>Accepted REGISTERs.</summary>
    public ConcurrentQueue<SipRequest> Registrations { get; } = [];

    /// <summary>Challenges everything but ACK and CANCEL: 401 to REGISTER, 407 to the rest, as carriers do.</summary>
    public bool WantsDigest { get; set; }

    public uint GrantSeconds { get; set; } = 600;
    public uint MinExpires { get; set; }
    public int RegisterStatus { get; set; } = 200;
    public int OptionsStatus { get; set; } = 200;

    /// <summary>Refuses every INVITE with it.</summary>
    public int InviteStatus { get; set; }
    public string? RetryAfter { get; set; }
    public string? Reason { get; set; }

    public string Target => $"sip:{Phone.Stack.BoundEndPoint}";

    public Trunk Trunk(string name = "out") => new() { TenantId = TestEdge.Demo, Name = name, SourceAddresses = [], Targets = [Target] };

    /// <summary>The same, as a subscriber with a password.</summary>
    public Trunk Subscribed(string name = "out") => Trunk(name) with { Credentials = TrunkCredentials.Protect(new PlainSecrets(), User, Password), Domain = Realm };

    public IEnumerable<SipRequest> Of(SipMethod method) => Seen.Where(r => r.Method == method);

    public ValueTask DisposeAsync() => Phone.DisposeAsync();

    private bool Handle(ServerTransaction transaction)
    {
        var request = transaction.Request;
        Seen.Enqueue(request);
        if (WantsDigest && _verifier.Verify(request, Realm, out _) is var result && result != DigestResult.Ok)
        {
            var challenge = transaction.CreateResponse(request.Method == SipMethod.Register ? 401 : 407);
            _verifier.Challenge(challenge, Realm, result == DigestResult.Stale);
            transaction.Respond(challenge);
            return true;
        }
        if (request.Method == SipMethod.Register) Register(transaction);
        else if (request.Method == SipMethod.Options) transaction.Respond(OptionsStatus);
        else if (request.Method == SipMethod.Invite && InviteStatus != 0 && request.To.Tag is null) Refuse(transaction);
        else return false;
        return true;
    }

    private void Register(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var response = transaction.CreateResponse(request.Expires > 0 && request.Expires < MinExpires ? 423 : RegisterStatus);
        if (response.Status == 423) response.Headers.Set("Min-Expires", $"{MinExpires}");
        if (response.IsSuccess)
        {
            Registrations.Enqueue(request);
            if (request.Expires > 0) response.Headers.Add("Contact", $"<{request.Contact!.Uri}>;expires={GrantSeconds}");
        }
        transaction.Respond(response);
    }

    private void Refuse(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(InviteStatus);
        if (RetryAfter is not null) response.Headers.Set("Retry-After", RetryAfter);
        if (Reason is not null) response.Headers.Set("Reason", Reason);
        transaction.Respond(response);
    }
}
