using System.Net;

namespace SmartPbx.EndToEnd.Tests;

public sealed class BadInputTests(SharedProduct shared) : IClassFixture<SharedProduct>
{
    private readonly Running _running = shared.Running;
    private static CancellationToken Timeout => new CancellationTokenSource(TimeSpan.FromSeconds(40)).Token;

    [Theory]
    [InlineData("badinv01.dat"), InlineData("clerr.dat"), InlineData("ncl.dat"), InlineData("badvers.dat"), InlineData("mismatch01.dat"), InlineData("scalar02.dat"), InlineData("ltgtruri.dat")]
    public async Task A_malformed_message_harms_nobody(string file)
    {
        var phone = _running.Trunk();
        phone.SendRaw(await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "Rfc4475", file), Timeout));
        var call = _running.Dial(phone, "9999");
        Assert.Equal(404, (await call.Call.Final.WaitAsync(TimeSpan.FromSeconds(4))).Status);
    }

    [Fact]
    public async Task A_request_without_its_mandatory_headers_is_answered_400()
    {
        var phone = _running.Trunk();
        phone.SendRaw("OPTIONS sip:1000@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP "u8.ToArray().Concat(System.Text.Encoding.ASCII.GetBytes(
            $"{phone.Local};branch=z9hG4bKbad;rport\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:1000@b>\r\nCall-ID: bad-1\r\nCSeq: x OPTIONS\r\nContent-Length: 0\r\n\r\n")).ToArray());
        for (var i = 0; i < 100 && phone.Ladder.IsEmpty; i++) await Task.Delay(20);
        Assert.Contains(phone.Ladder, m => m.Line.StartsWith("400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_digest_is_not_let_in()
    {
        Assert.Contains(await _running.OperatorPhone("wrong").RegisterAsync(Timeout), new[] { 401, 403 });
        Assert.Equal(200, await _running.OperatorPhone().RegisterAsync(Timeout));
        Assert.Equal(200, await _running.OperatorPhone().RegisterAsync(Timeout, expiresSeconds: 0));
    }

    [Fact]
    public async Task An_unknown_number_is_404()
    {
        var call = _running.Dial(_running.Trunk(), "4711");
        Assert.Equal(404, (await call.Call.Final.WaitAsync(TimeSpan.FromSeconds(5))).Status);
    }

    [Fact]
    public async Task An_unknown_source_gets_silence_or_403()
    {
        var stranger = _running.Phone("stranger", IPAddress.Parse("127.0.0.9"), "eve", "nowhere.example", null);
        var call = _running.Dial(stranger);
        var answered = await Task.WhenAny(call.Call.Final, Task.Delay(2000)) == call.Call.Final;
        Assert.True(!answered || (await call.Call.Final).Status == 403);
    }
}
