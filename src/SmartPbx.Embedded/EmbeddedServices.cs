using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartPbx.Domain;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Blobs;
using SmartPbx.Embedded.Bus;
using SmartPbx.Embedded.Database;
using SmartPbx.Embedded.Documents;
using SmartPbx.Embedded.RealTime;
using SmartPbx.Embedded.Secrets;

namespace SmartPbx.Embedded;

/// <summary>Registers the stores and the real-time hub of one machine. The data folder is opened when the host starts, and a folder in use refuses the start.</summary>
public static class EmbeddedServices
{
    /// <summary>Path of the hub.</summary>
    public const string HubPath = "/hub";

    /// <summary>Documents, bus with its publisher, blobs and secrets in the options' data folder; the clock and the source of ids when there are none yet.</summary>
    public static IServiceCollection AddEmbeddedStores(this IServiceCollection services, EmbeddedOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, UlidSource>();
        services.AddSingleton(options);
        services.AddSingleton(_ => DataFolder.Open(options.DataFolder));
        services.AddSingleton(OpenDatabase);
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<IDocumentStore, SqliteDocumentStore>();
        services.AddSingleton<SqliteEventQueue>();
        services.AddSingleton<IEventBus>(p => p.GetRequiredService<SqliteEventQueue>());
        services.AddSingleton(OpenSecrets);
        services.AddSingleton<BlobLinks>();
        services.AddSingleton<FileBlobStore>();
        services.AddSingleton<IBlobStore>(p => p.GetRequiredService<FileBlobStore>());
        services.AddHostedService<OutboxPublisher>();
        services.AddHostedService<ExpirySweeper>();
        return services;
    }

    private static EmbeddedDatabase OpenDatabase(IServiceProvider services)
    {
        _ = services.GetRequiredService<ISecrets>(); // the key comes before the first data, so that a key missing later is a key lost
        return new EmbeddedDatabase(services.GetRequiredService<DataFolder>().DatabasePath, StoreSchema.Migrations);
    }

    private static ISecrets OpenSecrets(IServiceProvider services)
    {
        var folder = services.GetRequiredService<DataFolder>();
        return KeyFileSecrets.Open(folder.Folder("keys"), services.GetRequiredService<IIdSource>(), mayCreate: !File.Exists(folder.DatabasePath));
    }

    /// <summary>The push-only SignalR hub and the in-process way to the edge.</summary>
    public static IServiceCollection AddEmbeddedRealTime(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSignalR().AddJsonProtocol(json => json.PayloadSerializerOptions = SmartPbxJson.Options);
        services.AddSingleton<HubConnections>();
        services.AddSingleton<EdgeCommands>();
        services.AddSingleton<IEdgeCommandSource>(p => p.GetRequiredService<EdgeCommands>());
        services.AddSingleton<EmbeddedRealTime>();
        services.AddSingleton<IRealTime>(p => p.GetRequiredService<EmbeddedRealTime>());
        services.AddSingleton<ICallGroups>(p => p.GetRequiredService<EmbeddedRealTime>());
        return services;
    }

    /// <summary>The hub at <see cref="HubPath"/>, for whom the host's default policy lets in.</summary>
    public static IEndpointConventionBuilder MapEmbeddedRealTime(this IEndpointRouteBuilder routes) =>
        routes.MapHub<PushHub>(HubPath).RequireAuthorization();

    /// <summary>The signed links of the blob store at <c>/blobs/{token}</c>; the token is the permission.</summary>
    public static IEndpointConventionBuilder MapEmbeddedBlobs(this IEndpointRouteBuilder routes) => BlobEndpoint.Map(routes);
}
