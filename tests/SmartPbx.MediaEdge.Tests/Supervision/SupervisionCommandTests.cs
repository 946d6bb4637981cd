using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Tests.Calls;
using SmartPbx.MediaEdge.Tests.Kit;
using SmartPbx.Sip.Messages;

namespace SmartPbx.MediaEdge.Tests.Supervision;

/// <summary>What the edge answers to commands that it cannot obey, and to phones that do not answer.</summary>
public sealed class SupervisionCommandTests
{
    [Theory]
    [InlineData("1099", SupervisionReason.UnknownExtension)]
    [InlineData("1012", SupervisionReason.ExtensionNotRegistered)]
    [InlineData("1008", SupervisionReason.ExtensionInCall)]
    public async Task Extension_that_cannot_listen_is_refused(string extension, SupervisionReason reason)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);

        var answer = await call.BeginAsync("s1", extension);

        Assert.Equal((SupervisionStatus.Refused, reason), (answer.Status, answer.Reason));
        await a.ByeAsync();
        Assert.Empty((await edge.CdrAsync()).Supervisions);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Call_of_another_tenant_or_of_nobody_is_no_call()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);

        Assert.Equal(SupervisionReason.NoSuchCall, (await call.OrderAsync(EdgeCommand.BeginSupervision, "s1", tenant: new TenantId("other"))).Reason);
        Assert.Equal(SupervisionReason.NoSuchCall, (await new SupervisedCall(edge, new CallId("edge-test-nobody")).BeginAsync("s2")).Reason);
        Assert.Equal(SupervisionReason.NoSuchSupervision, (await call.ChangeAsync("s9", SupervisionMode.Barge)).LastRefusal);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Call_that_still_rings_has_nothing_to_hear()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var ringing = caller.Call(edge.Sip, "1000");
        (await callee.RequestAsync(SipMethod.Invite)).Respond(180);
        await Eventually.TrueAsync(() => edge.Get<CallJournal>().ReadAll().Any(), "the call is journalled");
        var call = new SupervisedCall(edge, edge.Get<CallJournal>().ReadAll().Single().Cdr.CallId);

        Assert.Equal(SupervisionReason.CallNotAnswered, (await call.BeginAsync("s1")).Reason);
        ringing.Cancel();
        await ringing.FinalAsync();
        await edge.NothingLeaksAsync();
    }

    [Theory]
    [InlineData(486, SupervisionReason.Busy)]
    [InlineData(603, SupervisionReason.Declined)]
    [InlineData(488, SupervisionReason.NotAcceptable)]
    public async Task Phone_that_refuses_ends_the_supervision_and_not_the_call(int status, SupervisionReason reason)
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);
        await call.BeginAsync("s1");
        (await boss.RequestAsync(SipMethod.Invite)).Respond(status);

        Assert.Equal(reason, (await call.WaitAsync("s1", one => one.Status == SupervisionStatus.Ended, "it is over")).Reason);
        Assert.Equal(1, edge.Runtime.LiveCalls);
        await a.ByeAsync();
        var cdr = await edge.CdrAsync();
        Assert.Empty(cdr.Supervisions); // nobody has heard anything
        Assert.Equal(status, cdr.Legs.Single(leg => leg.Leg == "s1").SipStatus);
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Ringing_that_is_stopped_is_cancelled_and_a_late_answer_is_hung_up()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        boss.IgnoresCancel = true;
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);
        await call.BeginAsync("s1");
        var invite = await boss.RequestAsync(SipMethod.Invite);
        invite.Respond(180);

        Assert.Equal((SupervisionStatus.Ended, SupervisionReason.Stopped), await StatusAsync(call.EndAsync("s1")));
        await Eventually.TrueAsync(() => boss.Cancelled.Count == 1, "the ringing is cancelled");
        boss.Answer(invite);
        await boss.RequestAsync(SipMethod.Bye);
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Supervisors_of_one_call_are_counted_and_the_same_phone_listens_once()
    {
        string[] extensions = ["1011", "1012", "1013", "1014", "1015"];
        await using var edge = await TestEdge.StartAsync(e =>
        {
            foreach (var extension in extensions) e.Put(TestEdge.Phone(extension));
        });
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var phones = new TestPhone(TestEdge.PhoneAddress);
        foreach (var extension in extensions) Assert.Equal(200, (await phones.RegisterAsync(edge.Sip, extension, TestEdge.Password, TestEdge.Domain)).Status);
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);
        foreach (var extension in extensions.Take(SupervisionDesk.MaxSupervisors)) Assert.Equal(SupervisionStatus.Ringing, (await call.BeginAsync("s" + extension, extension)).Status);

        Assert.Equal(SupervisionReason.ExtensionInCall, (await call.BeginAsync("again", "1011")).Reason);
        Assert.Equal(SupervisionReason.TooManySupervisors, (await call.BeginAsync("s1015", "1015")).Reason);
        await a.ByeAsync();
        await Eventually.TrueAsync(() => phones.Cancelled.Count == SupervisionDesk.MaxSupervisors, "the ringing ends with the call");
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Command_after_its_deadline_does_nothing()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        var (a, _) = await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);

        edge.RealTime.Send(new EdgeCommand("late", TimeProvider.System.GetUtcNow().AddSeconds(-1), EdgeCommand.BeginSupervision, TestEdge.Demo, call.Call, null)
        {
            Supervision = new SupervisionOrder(new SupervisionId("s0"), new UserId("boss"), "1011", SupervisionMode.Listen, SupervisionSide.Callee),
        });
        await call.BeginAsync("s1");
        await boss.RequestAsync(SipMethod.Invite);
        Assert.Null(await edge.Store.GetAsync(new Domain.Ports.Partition(TestEdge.Demo, call.Call.Value), SupervisionDocuments.Supervisions, "s0", default));
        await a.ByeAsync();
        await edge.NothingLeaksAsync();
    }

    [Fact]
    public async Task Killed_edge_hangs_up_on_the_supervisor_when_it_comes_back()
    {
        await using var edge = await TestEdge.StartAsync();
        await using var callee = await edge.RegisteredPhoneAsync();
        await using var boss = await edge.RegisteredPhoneAsync("1011");
        await using var caller = new TestPhone(TestEdge.TrunkAddress);
        await BridgedCallTests.BridgeAsync(edge, caller, callee);
        var call = await SupervisedCall.OfAsync(edge);
        await call.JoinAsync("s1", boss, 1500);
        await Eventually.TrueAsync(() => edge.Get<CallJournal>().ReadAll().Single().Dialogs.Count == 3, "three dialogs are journalled");

        await edge.KillAsync();
        await edge.BootAsync();
        await boss.RequestAsync(SipMethod.Bye);
        Assert.NotNull(Assert.Single((await edge.CdrAsync()).Supervisions).LeftAt);
        await edge.NothingLeaksAsync();
    }

    private static async Task<(SupervisionStatus, SupervisionReason?)> StatusAsync(Task<CallSupervision> answer) => ((await answer).Status, (await answer).Reason);
}
