using System.Text.Json;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Events;

/// <summary>One event of the catalogue with a payload that has every field set.</summary>
/// <param name="Wire">The envelope as JSON.</param>
/// <param name="WireAgain">The envelope read as what it is, its payload read as what it is, and both written again.</param>
internal sealed record PayloadSample(string Type, string Wire, string WireAgain)
{
    public static PayloadSample Of<T>(EventType<T> type, T payload)
    {
        var wire = Write(CloudEvent.Create(type, "e1", "/edge/edge-1", new TenantId("demo"), "edge-1", Samples.At, payload, sequence: 3));
        var read = JsonSerializer.Deserialize<CloudEvent>(wire, SmartPbxJson.Options)!;
        var again = CloudEvent.Create(type, read.Id, read.Source, read.TenantId, read.Subject, read.Time, read.Payload(type), read.Sequence);
        return new PayloadSample(type.Name, wire, Write(again));
    }

    public override string ToString() => Type;

    private static string Write(CloudEvent cloudEvent) => JsonSerializer.Serialize(cloudEvent, SmartPbxJson.Options);
}
