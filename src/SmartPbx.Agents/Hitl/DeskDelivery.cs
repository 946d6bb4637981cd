using Microsoft.Extensions.Logging;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Agents.Hitl;

/// <summary>What goes beside an alert by best effort: the question's audio to the blobs, messages to the consoles. Failures are logged, never thrown.</summary>
internal sealed class DeskDelivery(IBlobStore blobs, IRealTime realTime, TimeProvider clock, ILogger logger)
{
    /// <summary>Blob path below the tenant; null without audio.</summary>
    public static string? AudioPath(DeskQuestion question, string id) =>
        question.Audio.IsEmpty ? null : $"{CallPaths.Folder(question.CallId, question.CallStartedAt)}hitl-{id}.wav";

    public async Task UploadAsync(DeskQuestion question, string id)
    {
        if (AudioPath(question, id) is not { } path) return;
        try
        {
            using var limit = new CancellationTokenSource(OperatorDesk.CloseTimeout, clock);
            using var wav = QuestionAudio.ToWav(question.Audio.Span, question.SampleRateHz);
            await blobs.PutAsync(question.Tenant, path, wav, limit.Token);
        }
        catch (Exception failure) // boundary: a store may fail in any way; the question goes out without its audio
        {
            logger.LogWarning(failure, "the question's audio of call {Call} was not stored", question.CallId);
        }
    }

    public async Task PushAsync(RealTimeTarget target, CloudEvent message)
    {
        try
        {
            using var limit = new CancellationTokenSource(OperatorDesk.CloseTimeout, clock);
            await realTime.PushAsync(target, message.Type, message, limit.Token);
        }
        catch (Exception failure) // boundary: nobody's work depends on a push
        {
            logger.LogWarning(failure, "{Event} of {Subject} was not pushed", message.Type, message.Subject);
        }
    }
}
