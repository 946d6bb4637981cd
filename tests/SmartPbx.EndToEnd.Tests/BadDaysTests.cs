using System.Text.Json.Nodes;
using SmartPbx.TestKit.Running;

namespace SmartPbx.EndToEnd.Tests;

public sealed class BadDaysTests
{
    private static CancellationToken Timeout => new CancellationTokenSource(TimeSpan.FromSeconds(90)).Token;

    [Fact]
    public async Task Without_free_ports_a_call_gets_503_with_retry_after_and_the_live_one_goes_on()
    {
        var settings = Running.NewSettings();
        await using var running = await Running.StartAsync(Timeout, settings with { LastRtpPort = settings.FirstRtpPort + 4 }); // two port pairs
        var (first, _) = await running.DialAgentAsync(running.Trunk(), Timeout);
        var (second, _) = await running.DialAgentAsync(running.Trunk(), Timeout);
        var third = await running.Dial(running.Trunk()).Call.Final.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(503, third.Status);
        Assert.NotEqual("", third.Header("Retry-After"));
        Assert.False(second.Call.Ended.IsCompleted);
        Assert.False(first.Call.Ended.IsCompleted);
        await first.Call.HangUpAsync(Timeout);
    }

    [Fact]
    public async Task A_killed_process_leaves_cdr_and_recording_and_says_bye_after_its_restart()
    {
        await using var running = await Running.StartAsync(Timeout);
        var phone = running.OperatorPhone();
        TestKit.Calls.TalkingCall? leg = null;
        phone.OnIncoming = call =>
        {
            leg = new TestKit.Calls.TalkingCall(call, new TestKit.Rtp.RtpPeer(phone.Local.Address));
            call.Ring();
            leg.Answer();
        };
        Assert.Equal(200, await phone.RegisterAsync(Timeout));
        await running.SetOperatorAsync("available", Timeout);
        var caller = running.Dial(running.Trunk());
        Assert.Equal(200, (await caller.Call.Final.WaitAsync(TimeSpan.FromSeconds(12))).Status);
        var said = await caller.SayAsync("This sentence must survive the crash of the machine.", "slt", Timeout);
        await Task.Delay(1200);
        await running.Product.KillAsync();
        var port = caller.Call.RemoteRtp.Port;
        await running.StartProductAsync(Timeout);

        await caller.Call.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        await leg!.Call.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        var calls = await running.Operator.PollAsync("calls", c => c["items"]!.AsArray() is [{ } only] && only["cdr"] is not null && only["recording_folder"] is not null, TimeSpan.FromSeconds(20), Timeout);
        Assert.NotNull(calls);
        var call = calls["items"]![0]!;
        Assert.Equal("edge_crashed", call["outcome"]!.GetValue<string>());
        var links = await running.Operator.GetAsync($"calls/{call["call_id"]}/recording", Timeout);
        var recorded = TestKit.Audio.WaveFile.Read(await running.Operator.DownloadAsync(links["caller"]!.GetValue<string>(), Timeout));
        var match = TestKit.Audio.SpectralMatch.Find(recorded.Channel(0), await TestKit.Audio.Voices.FliteAsync("slt", "This sentence must survive the crash of the machine."));
        Assert.True(match.Score > 0.85, $"the sentence that ended a second before the kill is in the recording by {match.Score:0.00}");
        Assert.True(said.End > said.Start);

        phone.OnIncoming = call => call.Reject(486, "Busy Here");
        var next = await running.DialAgentAsync(running.Trunk(), Timeout);
        Assert.NotEqual(port, next.Call.Call.RemoteRtp.Port);
        await next.Call.Call.HangUpAsync(Timeout);
        leg.Dispose();
    }

    [Fact]
    public async Task A_silent_caller_is_prompted_and_then_the_call_ends_politely()
    {
        await using var running = await Running.StartAsync(Timeout, Running.NewSettings() with { SilencePromptSeconds = 2 });
        var (call, id) = await running.DialAgentAsync(running.Trunk(), Timeout);
        await call.Call.Ended.WaitAsync(TimeSpan.FromSeconds(25));
        Assert.True(call.Call.EndedByPeer);
        Assert.True(call.SoundsBetween(call.Call.AnsweredAt!.Value, long.MaxValue, 900).Count >= 3, "greeting, prompt and goodbye");
        var record = await running.Operator.PollAsync($"calls/{id}", c => c["cdr"] is not null, TimeSpan.FromSeconds(5), Timeout);
        Assert.Equal("caller_silent", record!["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_caller_hangs_up_while_the_operator_types()
    {
        await using var running = await Running.StartAsync(Timeout);
        await running.SetOperatorAsync("available", Timeout);
        var (call, id) = await running.DialAgentAsync(running.Trunk(), Timeout);
        await call.SayAsync("Can I bring my parrot to the dentist?", "rms", Timeout);
        var alert = await running.Console.WaitAsync(m => m.Name == "hitl.requested" && m.Subject == id, TimeSpan.FromSeconds(15), "alert", Timeout);
        var alertId = alert.Data["alert_id"]!.GetValue<string>();
        await call.Call.HangUpAsync(Timeout);
        await running.Operator.PollAsync($"hitl/alerts/{alertId}", a => a["status"]!.GetValue<string>() == "closed", TimeSpan.FromSeconds(5), Timeout);

        var late = await running.Operator.SendAsync(HttpMethod.Post, "hitl/response", new { alert_id = alertId, answer = "Parrots are welcome in their cage." }, Timeout);
        Assert.Equal(409, late.Status);
        var saved = await running.Operator.SendAsync(HttpMethod.Post, "hitl/feedback",
            new { alert_id = alertId, question = "Can I bring my parrot to the dentist?", answer = "Parrots are welcome in their cage." }, Timeout);
        Assert.InRange(saved.Status, 200, 202);
        var learned = await running.Operator.PollAsync("knowledge?query=Can%20I%20bring%20my%20parrot%20to%20the%20dentist",
            k => k["items"]!.AsArray().Any(i => i!["answer"]!.GetValue<string>().StartsWith("Parrots", StringComparison.Ordinal)), TimeSpan.FromSeconds(5), Timeout);
        Assert.NotNull(learned);
    }

    [Fact]
    public async Task A_handler_that_keeps_failing_ends_as_a_listed_dead_letter()
    {
        var settings = Running.NewSettings() with
        {
            Webhook = new Uri($"http://127.0.0.1:{FreePorts.Tcp()}/nobody-listens"),
            More = new Dictionary<string, string> { ["Functions__RetryDelaysMs__0"] = "50", ["Functions__RetryDelaysMs__1"] = "50", ["Functions__RetryDelaysMs__2"] = "50" },
        };
        await using var running = await Running.StartAsync(Timeout, settings);
        var admin = new TestKit.Api.ApiClient(running.Product.Address);
        await admin.SignInAsync("demo", "admin", settings.AdminPassword, Timeout);
        var (call, _) = await running.DialAgentAsync(running.Trunk(), Timeout);
        await call.Call.HangUpAsync(Timeout);
        var listed = await admin.PollAsync("dead-letters", d => d["items"]!.AsArray().Any(l => l!["handler"]!.GetValue<string>() == "DeliverWebhook"), TimeSpan.FromSeconds(30), Timeout);
        Assert.NotNull(listed);
        JsonNode letter = listed["items"]!.AsArray().First(l => l!["handler"]!.GetValue<string>() == "DeliverWebhook")!;
        Assert.True(letter["attempts"]!.GetValue<int>() >= 3, letter.ToJsonString());
        admin.Dispose();
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_folder_is_refused()
    {
        await using var running = await Running.StartAsync(Timeout);
        await using var second = ProductProcess.Start(running.Settings with { HttpPort = FreePorts.Tcp(), SipPort = FreePorts.Udp() });
        await second.WaitForExitAsync(Timeout);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains(second.Lines, l => l.Contains(running.Settings.DataFolder, StringComparison.Ordinal) && l.Contains("in use", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Edge__Rtp__FirstPort", "many", "Edge:Rtp:FirstPort")]
    [InlineData("Edge__Sip__Bind", "somewhere", "Edge:Sip:Bind")]
    [InlineData("Standalone__Http", "8080", "Standalone:Http")]
    [InlineData("Functions__UserRequestsPerMinute", "many", "Functions:UserRequestsPerMinute")]
    [InlineData("Seed__NoAnswerSeconds", "soon", "Seed:NoAnswerSeconds")]
    public async Task A_configuration_error_refuses_the_start_with_key_and_reason(string variable, string value, string key)
    {
        var settings = Running.NewSettings() with { More = new Dictionary<string, string> { [variable] = value } };
        await using var product = ProductProcess.Start(settings);
        await product.WaitForExitAsync(Timeout);
        Assert.NotEqual(0, product.ExitCode);
        for (var i = 0; i < 50 && !product.Lines.Any(l => l.Contains(key, StringComparison.Ordinal)); i++) await Task.Delay(20);
        Assert.Contains(product.Lines, l => l.Contains(key, StringComparison.Ordinal) && l.Contains(value, StringComparison.Ordinal));
        Directory.Delete(settings.DataFolder, recursive: true);
    }
}
