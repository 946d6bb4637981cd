using SmartPbx.Domain.Events;

namespace SmartPbx.Functions.Hosting;

/// <summary>Every event handler of the product, in the order in which a call meets them.</summary>
public static class HandlerCatalogue
{
    public static readonly HandlerDeclaration RecordCall = new("RecordCall",
    [
        EventCatalogue.CallStarted.Name, EventCatalogue.CallAnswered.Name, EventCatalogue.AiActivated.Name, EventCatalogue.CallEnded.Name,
        EventCatalogue.CallFailed.Name, EventCatalogue.CallSupervised.Name, EventCatalogue.TranscriptGenerated.Name, EventCatalogue.UsageMetered.Name,
    ]);

    public static readonly HandlerDeclaration MeterUsage = new("MeterUsage", [EventCatalogue.CallEnded.Name]);

    public static readonly HandlerDeclaration StoreRecording = new("StoreRecording", [EventCatalogue.CallRecordingSaved.Name]);

    public static readonly HandlerDeclaration TranscribeCall = new("TranscribeCall", [EventCatalogue.CallRecordingSaved.Name]);

    public static readonly HandlerDeclaration DescribeRecording = new("DescribeRecording",
        [EventCatalogue.TranscriptGenerated.Name, EventCatalogue.KnowledgeExtracted.Name]);

    public static readonly HandlerDeclaration ExtractKnowledge = new("ExtractKnowledge", [EventCatalogue.TranscriptGenerated.Name]);

    public static readonly HandlerDeclaration IndexKnowledge = new("IndexKnowledge",
        [EventCatalogue.KnowledgeCreated.Name, EventCatalogue.KnowledgeUpdated.Name]);

    public static readonly HandlerDeclaration FollowUpHitl = new("FollowUpHitl", [EventCatalogue.HitlFeedbackSubmitted.Name]);

    public static readonly HandlerDeclaration DeliverWebhook = new("DeliverWebhook", DurableEvents());

    public static readonly HandlerDeclaration RelayToConsole = new("RelayToConsole", DurableEvents());

    /// <summary>All of them; what the bus subscribes and the generator of <c>function.json</c> writes.</summary>
    public static IReadOnlyList<HandlerDeclaration> All { get; } =
    [
        RecordCall, MeterUsage, StoreRecording, TranscribeCall, DescribeRecording, ExtractKnowledge, IndexKnowledge, FollowUpHitl, DeliverWebhook,
        RelayToConsole,
    ];

    private static string[] DurableEvents() => [.. EventCatalogue.All.Values.Where(type => type.Durable).Select(type => type.Name)];
}
