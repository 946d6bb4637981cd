using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Directory;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Supervision;

/// <summary>The API's side of listening in; the edge is a script that writes the document.</summary>
public sealed class SupervisionRoutesTests
{
    private static readonly string Call = Samples.Call.Value;
    private static readonly string Path = $"calls/{Call}/supervisions";

    private static async Task<FunctionApp> WithCallAsync(bool isOver = false)
    {
        var app = await FunctionApp.StartAsync();
        await app.PutAsync(FunctionApp.Acme, Call, CallDocuments.Calls, Call, new CallRecord
        {
            CallId = Samples.Call, TenantId = FunctionApp.Acme, EdgeId = Samples.Edge, Caller = "0101", Callee = "1000", State = CallState.Established,
            StartedAt = Samples.Start, EndedAt = isOver ? Samples.Start.AddSeconds(9) : null,
        });
        foreach (var (tenant, number) in new[] { (FunctionApp.Acme, "1008"), (FunctionApp.Other, "1009") })
            await app.PutAsync(tenant, DirectoryDocuments.Partition, DirectoryDocuments.Extensions, number, new Extension { TenantId = tenant, Number = number, Ha1Md5 = "x", Ha1Sha256 = "x" });
        app.Clock.JumpsToNextTimer = true;
        return app;
    }

    /// <summary>Stands in for the edge: answers each command in its document.</summary>
    private static void EdgeAnswers(FunctionApp app, SupervisionReason? refusal = null) => app.RealTime.OnPush = payload =>
    {
        var command = (EdgeCommand)payload;
        var order = command.Supervision!;
        var status = command.Type == EdgeCommand.EndSupervision ? SupervisionStatus.Ended : refusal is null ? SupervisionStatus.Ringing : SupervisionStatus.Refused;
        return app.PutAsync(command.TenantId, command.CallId.Value, SupervisionDocuments.Supervisions, order.Id.Value, new CallSupervision
        {
            SupervisionId = order.Id, TenantId = command.TenantId, CallId = command.CallId, EdgeId = Samples.Edge, By = order.By, Extension = order.Extension, Mode = order.Mode,
            WhisperTo = order.WhisperTo, Status = status, AskedAt = app.Clock.GetUtcNow(), LastCommand = command.CommandId, LastRefusal = refusal,
        });
    };

    private static Task<ApiAnswer> BeginAsync(FunctionApp app, object? body = null, Role role = Role.Operator) =>
        app.SendAsync("POST", Path, body ?? new { extension = "1008", mode = "whisper", whisper_to = "caller" }, role);

    [Fact]
    public async Task The_calls_edge_is_told_who_listens_where_and_how()
    {
        await using var app = await WithCallAsync();
        EdgeAnswers(app);
        var answer = await BeginAsync(app);
        Assert.Equal((202, "ringing", "whisper", "caller", "operator"), (answer.Status, answer["status"].GetValue<string>(), answer["mode"].GetValue<string>(),
            answer["whisper_to"].GetValue<string>(), answer["by"].GetValue<string>()));
        var (group, name, payload) = Assert.Single(app.RealTime.Pushed);
        Assert.Equal(("edge:e1", "edge.command", EdgeCommand.BeginSupervision), (group, name, ((EdgeCommand)payload).Type));
        Assert.Equal(answer["supervision_id"].GetValue<string>(), (await app.SendAsync("GET", Path)).Items.Single()!["supervision_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_an_extension_it_is_the_users_own()
    {
        await using var app = await WithCallAsync();
        EdgeAnswers(app);
        Assert.Equal((400, "invalid_field"), await CodeAsync(BeginAsync(app, new { mode = "listen" })));
        var user = (await app.FindAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Users, "operator"))!;
        await app.PutAsync(FunctionApp.Acme, DirectoryDocuments.Partition, DirectoryDocuments.Users, "operator", user with { Extension = "1008" });
        Assert.Equal("1008", (await BeginAsync(app, new { mode = "listen" }))["extension"].GetValue<string>());
    }

    [Theory]
    [InlineData("1009")]
    [InlineData("not an id")]
    public async Task Another_tenants_extension_is_none(string extension)
    {
        await using var app = await WithCallAsync();
        Assert.Equal((404, "not_found"), await CodeAsync(BeginAsync(app, new { extension, mode = "listen" })));
        Assert.Empty(app.RealTime.Pushed);
    }

    [Theory]
    [InlineData("""{"extension":"1008","mode":"shout"}""")]
    [InlineData("""{"extension":"1008","mode":"whisper","whisper_to":"everybody"}""")]
    public async Task A_mode_that_is_none_is_invalid(string body)
    {
        await using var app = await WithCallAsync();
        Assert.Equal((400, "invalid_field"), await CodeAsync(BeginAsync(app, body)));
    }

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Viewer)]
    public async Task Who_only_sees_calls_may_not_hear_them(Role role)
    {
        await using var app = await WithCallAsync();
        Assert.Equal((403, "permission_denied"), await CodeAsync(BeginAsync(app, role: role)));
    }

    [Fact]
    public async Task An_unknown_call_is_404_and_one_that_is_over_409()
    {
        await using var app = await WithCallAsync(isOver: true);
        Assert.Equal((404, "not_found"), await CodeAsync(app.SendAsync("POST", "calls/e1-nobody/supervisions", new { extension = "1008", mode = "listen" })));
        Assert.Equal((409, "call_ended"), await CodeAsync(BeginAsync(app)));
        Assert.Empty(app.RealTime.Pushed);
    }

    [Theory]
    [InlineData(SupervisionReason.NoSuchCall, 409, "call_ended")]
    [InlineData(SupervisionReason.CallNotAnswered, 409, "call_not_answered")]
    [InlineData(SupervisionReason.UnknownExtension, 404, "not_found")]
    [InlineData(SupervisionReason.ExtensionNotRegistered, 409, "extension_not_registered")]
    [InlineData(SupervisionReason.ExtensionInCall, 409, "extension_in_call")]
    [InlineData(SupervisionReason.TooManySupervisors, 409, "too_many_supervisors")]
    [InlineData(SupervisionReason.NobodyToWhisperTo, 409, "nobody_to_whisper_to")]
    [InlineData(SupervisionReason.NoPorts, 503, "no_ports")]
    public async Task A_refusal_of_the_edge_has_its_code(SupervisionReason reason, int status, string code)
    {
        await using var app = await WithCallAsync();
        EdgeAnswers(app, reason);
        Assert.Equal((status, code), await CodeAsync(BeginAsync(app)));
    }

    [Fact]
    public async Task An_edge_that_says_nothing_for_three_seconds_gives_504_and_its_command_is_void_by_then()
    {
        await using var app = await WithCallAsync();
        var before = app.Clock.GetUtcNow();
        Assert.Equal((504, "edge_unreachable"), await CodeAsync(BeginAsync(app)));
        Assert.InRange((app.Clock.GetUtcNow() - before).TotalSeconds, 3, 3.2);
        Assert.True(((EdgeCommand)Assert.Single(app.RealTime.Pushed).Payload).Deadline <= app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Mode_is_changed_and_the_end_is_ordered_of_the_edge_once()
    {
        await using var app = await WithCallAsync();
        EdgeAnswers(app);
        await app.PutAsync(FunctionApp.Acme, Call, SupervisionDocuments.Supervisions, "s1", Samples.Supervision(app.Clock.GetUtcNow()));
        var changed = await app.SendAsync("PUT", $"{Path}/s1", new { mode = "barge" }, Role.Operator);
        Assert.Equal((200, "barge"), (changed.Status, changed["mode"].GetValue<string>()));
        Assert.Equal(204, (await app.SendAsync("DELETE", $"{Path}/s1", role: Role.Operator)).Status);
        Assert.Equal(204, (await app.SendAsync("DELETE", $"{Path}/s1", role: Role.Operator)).Status);
        Assert.Equal((409, "supervision_ended"), await CodeAsync(app.SendAsync("PUT", $"{Path}/s1", new { mode = "listen" })));
        Assert.Equal([EdgeCommand.ChangeSupervision, EdgeCommand.EndSupervision], app.RealTime.Pushed.Select(pushed => ((EdgeCommand)pushed.Payload).Type));
    }

    [Fact]
    public async Task A_supervision_of_another_call_is_not_found()
    {
        await using var app = await WithCallAsync();
        await app.PutAsync(FunctionApp.Acme, "e1-other", SupervisionDocuments.Supervisions, "s2", Samples.Supervision(app.Clock.GetUtcNow()) with { CallId = new CallId("e1-other") });
        Assert.Equal((404, "not_found"), await CodeAsync(app.SendAsync("PUT", $"{Path}/s2", new { mode = "barge" })));
        Assert.Equal((404, "not_found"), await CodeAsync(app.SendAsync("DELETE", $"{Path}/s2")));
    }

    [Fact]
    public async Task With_its_call_a_supervision_has_ended_whatever_the_edge_could_still_say()
    {
        await using var app = await WithCallAsync(isOver: true);
        await app.PutAsync(FunctionApp.Acme, Call, SupervisionDocuments.Supervisions, "s1", Samples.Supervision(app.Clock.GetUtcNow()));
        Assert.Equal("ended", (await app.SendAsync("GET", Path)).Items.Single()!["status"]!.GetValue<string>());
    }

    private static async Task<(int, string?)> CodeAsync(Task<ApiAnswer> answer) => ((await answer).Status, (await answer).Code);
}
