using System.Text;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;

namespace SmartPbx.Embedded.Documents;

/// <summary>The cloud's limits, kept here so that what passes on one machine passes there.</summary>
internal static class CommitLimits
{
    public static void Check(Partition partition, IReadOnlyList<DocumentOperation> operations)
    {
        if (operations.Count is 0 or > IDocumentStore.MaxOperations)
            throw new ArgumentException($"a commit has 1 to {IDocumentStore.MaxOperations} operations, not {operations.Count}", nameof(operations));

        CheckPartition(partition);
        foreach (var operation in operations) Check(partition, operation);
    }

    public static void CheckPartition(Partition partition)
    {
        CheckId(partition.Tenant.Value, "tenant id");
        CheckId(partition.Key, "partition key");
    }

    public static void CheckId(string? text, string what)
    {
        if (!IdText.IsValid(text)) throw new ArgumentException($"'{text}' is no {what}: 1–{IdText.MaxLength} characters of A–Z a–z 0–9 . _ : -");
    }

    /// <summary>The JSON of a document, if it is not too large.</summary>
    public static string CheckedBody(DocumentOperation.Write write)
    {
        var body = write.Body.GetRawText();
        var bytes = Encoding.UTF8.GetByteCount(body);
        return bytes <= IDocumentStore.MaxDocumentBytes ? body
            : throw new ArgumentException($"document {write.Kind} '{write.Id}' has {bytes} bytes, more than {IDocumentStore.MaxDocumentBytes}");
    }

    private static void Check(Partition partition, DocumentOperation operation)
    {
        switch (operation)
        {
            case DocumentOperation.Write write:
                CheckId(write.Id, "document id");
                break;
            case DocumentOperation.Remove remove:
                CheckId(remove.Id, "document id");
                break;
            case DocumentOperation.Inbox inbox:
                CheckId(inbox.Handler, "handler name");
                CheckId(inbox.EventId, "event id");
                break;
            case DocumentOperation.Outbox outbox when outbox.Event.TenantId != partition.Tenant:
                throw new ArgumentException($"a commit of tenant '{partition.Tenant}' cannot publish an event of tenant '{outbox.Event.TenantId}'");
        }
    }
}
