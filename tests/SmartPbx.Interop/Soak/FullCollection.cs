using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace SmartPbx.Interop.Soak;

/// <summary>Has a runtime collect its whole heap, by its diagnostic port: what is left is what lives. By itself it does so rarely while there is memory.</summary>
internal static class FullCollection
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const long HeapCollectKeyword = 0x800000; // of the runtime's garbage collection events: enabling it collects
    private static readonly TimeSpan _done = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(int processId, CancellationToken cancellationToken)
    {
        var client = new DiagnosticsClient(processId);
        using var session = await client.StartEventPipeSessionAsync([new EventPipeProvider(Runtime, EventLevel.Informational, HeapCollectKeyword)], requestRundown: false, token: cancellationToken);
        var reading = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
        await Task.Delay(_done, cancellationToken);
        await session.StopAsync(cancellationToken);
        await reading;
    }
}
