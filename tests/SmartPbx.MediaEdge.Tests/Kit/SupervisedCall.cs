using SmartPbx.Domain.Events;
using SmartPbx.Domain.Hitl;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Supervision;
using SmartPbx.Media.Detection;
using SmartPbx.MediaEdge.Journal;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>The API's end of one call with supervisors: sends the commands and reads the edge's answers from the store.</summary>
internal sealed class SupervisedCall(TestEdge edge, CallId call)
{
    private const double Audible = 1500; // of the 8000 that a test phone sings with
    private int _commands;

    public CallId Call => call;

    /// <summary>The one live call of the edge.</summary>
    public static async Task<SupervisedCall> OfAsync(TestEdge edge)
    {
        await edge.AnsweredCallIsJournalledAsync();
        return new SupervisedCall(edge, edge.Get<CallJournal>().ReadAll().Single().Cdr.CallId);
    }

    /// <summary>A command, and what its document says after it.</summary>
    public async Task<CallSupervision> OrderAsync(string type, string id, string extension = "1011", SupervisionMode mode = SupervisionMode.Listen,
        SupervisionSide whisperTo = SupervisionSide.Callee, TenantId? tenant = null)
    {
        var command = new EdgeCommand($"command-{++_commands}", TimeProvider.System.GetUtcNow().AddSeconds(20), type, tenant ?? TestEdge.Demo, call, null)
        {
            Supervision = new SupervisionOrder(new SupervisionId(id), new UserId("boss"), extension, mode, whisperTo),
        };
        edge.RealTime.Send(command);
        return await WaitAsync(id, one => one.LastCommand == command.CommandId, $"the edge answers {command.CommandId}", command.TenantId);
    }

    public Task<CallSupervision> BeginAsync(string id, string extension = "1011", SupervisionMode mode = SupervisionMode.Listen, SupervisionSide whisperTo = SupervisionSide.Callee) =>
        OrderAsync(EdgeCommand.BeginSupervision, id, extension, mode, whisperTo);

    public Task<CallSupervision> ChangeAsync(string id, SupervisionMode mode, SupervisionSide whisperTo = SupervisionSide.Callee) =>
        OrderAsync(EdgeCommand.ChangeSupervision, id, mode: mode, whisperTo: whisperTo);

    public Task<CallSupervision> EndAsync(string id) => OrderAsync(EdgeCommand.EndSupervision, id);

    /// <summary>Waits until the document says so.</summary>
    public async Task<CallSupervision> WaitAsync(string id, Func<CallSupervision, bool> condition, string what, TenantId? tenant = null)
    {
        CallSupervision? last = null;
        await Eventually.TrueAsync(() => (last = edge.Store.GetAsync(new Partition(tenant ?? TestEdge.Demo, call.Value), SupervisionDocuments.Supervisions, id, default).Result?.Value)
            is { } known && condition(known), what);
        return last!;
    }

    /// <summary>Rings the phone's extension, answers, and lets the phone sing.</summary>
    public async Task<TestDialog> JoinAsync(string id, TestPhone phone, double hz, string extension = "1011", SupervisionMode mode = SupervisionMode.Listen,
        SupervisionSide whisperTo = SupervisionSide.Callee)
    {
        Assert.Equal(SupervisionStatus.Ringing, (await BeginAsync(id, extension, mode, whisperTo)).Status);
        var dialog = phone.Answer(await phone.RequestAsync(Sip.Messages.SipMethod.Invite));
        await WaitAsync(id, one => one.Status == SupervisionStatus.Active, "the supervisor is there");
        phone.Audio.Sing(dialog.EdgeRtp, hz);
        return dialog;
    }

    /// <summary>The events of supervision, in order.</summary>
    public IReadOnlyList<CallSupervised> Events => [.. edge.Bus.Of("call.supervised").OrderBy(e => e.Sequence).Select(e => e.Payload(EventCatalogue.CallSupervised))];

    /// <summary>Waits until the phone hears these tones, and no others of those that are sung.</summary>
    public static Task HearsAsync(TestPhone phone, double[] sung, params double[] heard) =>
        Eventually.TrueAsync(() => phone.Audio.Latest(200) is { Length: 1600 } latest
            && sung.All(hz => Math.Sqrt(Goertzel.SquaredAmplitude(latest, hz, 8000)) > Audible == heard.Contains(hz)), $"hears {string.Join(" and ", heard)} Hz alone");
}
