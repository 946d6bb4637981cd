using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.MediaEdge.Tests.Trunks;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transport;

namespace SmartPbx.MediaEdge.Tests.Admission;

/// <summary>What attackers do, over real sockets, from the very address of a valid phone (a shared NAT).</summary>
public partial class AttackTests
{
    [Fact]
    public async Task Thousand_wrong_passwords_end_in_silence_while_the_phone_beside_keeps_working()
    {
        await using var edge = await TestEdge.StartAsync(settings: ("Edge:Limits:UnknownSourceInvitesPerSecond", "1000"));
        await using var phone = await edge.RegisteredPhoneAsync();
        using var attacker = new Raw(edge);
        var scanners = edge.Get<ScannerGuard>();
        attacker.Send("REGISTER", "1008", "ask", "");
        await Eventually.TrueAsync(() => attacker.Answers() == 1, "the attacker is asked who it is");
        for (var i = 0; i < ScannerGuard.Tolerated; i++) Guess(attacker, i, attacker.Nonce);
        await Eventually.TrueAsync(() => scanners.IsSilenced(attacker.Flow), "the attacker is silenced");
        await Eventually.TrueAsync(() => attacker.Answers() == 1 + ScannerGuard.Tolerated, "what was tolerated was answered");
        for (var i = ScannerGuard.Tolerated; i < 1_000; i++) Guess(attacker, i, attacker.Nonce);

        await StillWorksAsync(edge, phone);
        Assert.Equal(1 + ScannerGuard.Tolerated, attacker.Answers());
        Assert.InRange(scanners.Count, 1, 2); // the port, and a note on its address
    }

    [Theory]
    [InlineData("0")]
    [InlineData(null)] // a nonce that the forger got itself, at its own address
    public async Task Forged_source_is_not_held_against_its_address(string? nonce)
    {
        await using var edge = await TestEdge.StartAsync(settings: ("Edge:Limits:UnknownSourceInvitesPerSecond", "1000"));
        using var forger = new Raw(edge, "127.0.0.77");
        forger.Send("REGISTER", "1008", "ask", "");
        await Eventually.TrueAsync(() => forger.Answers() == 1, "the forger is asked who it is");
        using var forged = new Raw(edge, "127.0.0.78");
        for (var i = 0; i < 50; i++) Guess(forged, i, nonce ?? forger.Nonce);
        for (var i = 0; i < 50; i++) forged.Send("OPTIONS", "1008", $"scan-{i}", "User-Agent: friendly-scanner\r\n");
        await Eventually.TrueAsync(() => forged.Answers() == 50, "each guess was but asked again");
        Assert.Equal(0, edge.Get<ScannerGuard>().Count);

        await using var victim = new TestPhone("127.0.0.78");
        Assert.Equal(200, (await victim.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain)).Status);
    }

    private static void Guess(Raw attacker, int number, string nonce) => attacker.Send("REGISTER", "1008", $"attack-{number}",
        $"Authorization: Digest username=\"1008\", realm=\"{TestEdge.Domain}\", nonce=\"{nonce}\", uri=\"sip:x\", response=\"{number:x32}\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"1\"\r\n");

    [Fact]
    public async Task Spray_of_names_and_agents_costs_no_transaction_and_no_record()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var phone = await edge.RegisteredPhoneAsync();
        using var attacker = new Raw(edge, "127.0.0.77");
        var cdrs = edge.Cdrs().Count;
        for (var i = 0; i < 1_000; i++) attacker.Send(i % 2 == 0 ? "INVITE" : "OPTIONS", $"{1000 + i}", $"spray-{i}", $"User-Agent: {(i % 3 == 0 ? "friendly-scanner" : $"phone {i}")}\r\n");

        await StillWorksAsync(edge, phone);
        Assert.Equal(0, attacker.Answers());
        await edge.CdrAsync(cdrs + 1);
        Assert.Equal(cdrs + 1, edge.Cdrs().Count);
    }

    [Fact]
    public async Task Guessing_numbers_by_a_stolen_phone_blocks_its_tenants_outbound_calls_and_nothing_else()
    {
        await using var carrier = new TestCarrier { InviteStatus = 404 };
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan() with
        {
            Limits = new OutboundLimits { CallsPerMinute = 5 }, Emergency = [new EmergencyRule { Number = "119", Trunks = ["out"] }],
        });
        await using var phone = await edge.RegisteredPhoneAsync();
        for (var i = 0; i < 5; i++) Assert.Equal(404, (await phone.CallAs("1008", edge.Sip, $"0101234567{i}").FinalAsync()).Status);
        for (var i = 0; i < 5; i++) Assert.Equal(403, (await phone.CallAs("1008", edge.Sip, $"0101234568{i}").FinalAsync()).Status);

        Assert.Equal(5, carrier.Of(SipMethod.Invite).Count());
        Assert.Equal(CallOutcome.OutboundBlocked, (await edge.CdrAsync(6)).Outcome);
        await Eventually.TrueAsync(() => edge.Bus.Of("outbound.blocked").Any(), "it is told");
        Assert.Single(edge.Bus.Of("outbound.blocked"));
        Assert.Equal(404, (await phone.CallAs("1008", edge.Sip, "119").FinalAsync()).Status); // by the carrier: the emergency went out
        await StillWorksAsync(edge, phone);
        edge.Get<TollGuard>().Reset(TestEdge.Demo);
        Assert.Equal(404, (await phone.CallAs("1008", edge.Sip, "01012345690").FinalAsync()).Status);
        Assert.Equal(7, carrier.Of(SipMethod.Invite).Count());
    }

    [Theory]
    [InlineData("+8219", 20, "destination")]
    [InlineData("+8210", 1, "concurrent")]
    public async Task Call_beyond_a_limit_is_refused_and_told(string prefix, int concurrent, string reason)
    {
        await using var carrier = new TestCarrier();
        await using var edge = await OutboundCallTests.StartAsync(carrier.Trunk(), OutboundCallTests.Plan() with { Limits = new OutboundLimits { AllowedPrefixes = [prefix], MaxConcurrent = concurrent } });
        await using var phone = await edge.RegisteredPhoneAsync();
        var a = reason == "concurrent" ? (await OutboundCallTests.TalkAsync(edge, phone, carrier)).A : null;

        Assert.Equal(403, (await phone.CallAs("1008", edge.Sip, "01012345678").FinalAsync()).Status);
        await Eventually.TrueAsync(() => edge.Bus.Of("outbound.blocked").Any(), "it is told");
        Assert.Contains(reason, edge.Bus.Of("outbound.blocked").Single().Data.ToString(), StringComparison.Ordinal);
        if (a is null) return;
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
        await (await OutboundCallTests.TalkAsync(edge, phone, carrier)).A.ByeAsync();
    }

    [Fact]
    public async Task Carrier_is_never_taken_for_a_scanner()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var carrier = new TestPhone(TestEdge.TrunkAddress);

        var a = await carrier.Call(edge.Sip, "2000", change: invite => invite.Headers.Set("User-Agent", "sipvicious")).AnsweredAsync();
        await a.ByeAsync();
    }

    private static async Task StillWorksAsync(TestEdge edge, TestPhone phone)
    {
        var a = await phone.CallAs("1008", edge.Sip, "2000").AnsweredAsync();
        Assert.Equal(200, (await a.ByeAsync()).Status);
        Assert.Equal(200, (await phone.RegisterAsync(edge.Sip, "1008", TestEdge.Password, TestEdge.Domain)).Status);
    }

    /// <summary>A socket that sends whatever it likes and counts what comes back.</summary>
    private sealed partial class Raw(TestEdge edge, string address = TestEdge.PhoneAddress) : IDisposable
    {
        private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Parse(address), 0));
        private readonly HashSet<string> _answered = [];

        public SipFlow Flow => SipFlow.Udp((IPEndPoint)_socket.Client.LocalEndPoint!);

        public void Send(string method, string user, string callId, string extra)
        {
            var text = $"{method} sip:{user}@{edge.Sip.Remote} SIP/2.0\r\nVia: SIP/2.0/UDP {_socket.Client.LocalEndPoint};branch=z9hG4bK{callId}\r\n" +
                $"From: <sip:{user}@{TestEdge.Domain}>;tag={callId}\r\nTo: <sip:{user}@{TestEdge.Domain}>\r\nCall-ID: {callId}\r\nCSeq: 1 {method}\r\nMax-Forwards: 70\r\n{extra}Content-Length: 0\r\n\r\n";
            _socket.Send(Encoding.ASCII.GetBytes(text), edge.Sip.Remote);
        }

        /// <summary>The latest nonce it was given.</summary>
        public string Nonce { get; private set; } = "";

        /// <summary>Requests that got any answer.</summary>
        public int Answers()
        {
            while (_socket.Available > 0)
            {
                var from = new IPEndPoint(IPAddress.Any, 0);
                var answer = Encoding.ASCII.GetString(_socket.Receive(ref from));
                if (NonceOf().Match(answer) is { Success: true } given) Nonce = given.Groups[1].Value;
                _answered.Add(answer.Split('\n').First(line => line.StartsWith("Call-ID", StringComparison.OrdinalIgnoreCase)));
            }
            return _answered.Count;
        }

        public void Dispose() => _socket.Dispose();

        [GeneratedRegex("nonce=\"([0-9a-f]+)\"")]
        private static partial Regex NonceOf();
    }
}
