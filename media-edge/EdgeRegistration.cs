using System.Buffers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SmartPbx.Agents.Conversations;
using SmartPbx.Agents.Hitl;
using SmartPbx.Agents.Speaking;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.MediaEdge.Admission;
using SmartPbx.MediaEdge.Cdr;
using SmartPbx.MediaEdge.Configuration;
using SmartPbx.MediaEdge.Directory;
using SmartPbx.MediaEdge.Health;
using SmartPbx.MediaEdge.Hosting;
using SmartPbx.MediaEdge.Journal;
using SmartPbx.MediaEdge.Prompts;
using SmartPbx.MediaEdge.Registrar;
using SmartPbx.MediaEdge.Routing;
using SmartPbx.MediaEdge.Spool;
using SmartPbx.MediaEdge.Supervision;
using SmartPbx.MediaEdge.Trunks;
using SmartPbx.Sip;
using SmartPbx.Sip.Resolution;

namespace SmartPbx.MediaEdge;

/// <summary>Puts the edge into a host. The host brings the ports of SmartPbx.Domain.</summary>
public static class EdgeRegistration
{
    private static readonly TimeSpan AfterDrain = TimeSpan.FromSeconds(15);

    /// <summary>Reads section <c>Edge</c> at once (throws <see cref="EdgeConfigurationException"/>) and registers everything.</summary>
    public static IServiceCollection AddMediaEdge(this IServiceCollection services, IConfiguration configuration)
    {
        var options = EdgeOptionsReader.Read(configuration);
        services.AddSingleton(options);
        services.AddSingleton(provider => FileBudget.Of(FileBudget.OfThisProcess(), provider.GetRequiredService<EdgeOptions>().MaxCalls));
        services.AddOptions<KestrelServerOptions>().Configure<FileBudget>((kestrel, files) =>
            kestrel.Limits.MaxConcurrentConnections = kestrel.Limits.MaxConcurrentUpgradedConnections = files.HttpConnections);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource, UlidSource>();
        services.TryAddSingleton(ArrayPool<byte>.Shared);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTime + AfterDrain);
        services.TryAddSingleton<ISipResolver>(provider => new SipResolver(SipResolverOptions.For(options.SipListeners, options.Dns) with
        {
            TimeProvider = provider.GetRequiredService<TimeProvider>(),
        }));
        services.TryAddSingleton<IHostResolver>(provider => new HostResolver(options.Dns, SipTokens.Random, provider.GetRequiredService<TimeProvider>()));
        AddState(services);
        AddConversations(services);
        services.AddSingleton<EdgeParts>();
        services.AddSingleton<EdgeRuntime>();
        services.AddHostedService(provider => provider.GetRequiredService<EdgeRuntime>());
        services.AddSingleton<PrometheusWriter>();
        services.AddSingleton<ReadinessChecks>();
        return services;
    }

    private static void AddState(IServiceCollection services)
    {
        services.AddSingleton(provider => DataFolder.Take(provider.GetRequiredService<EdgeOptions>()));
        services.AddSingleton(provider => new DirectoryCopy(provider.GetRequiredService<DataFolder>().DirectoryFile, provider.GetRequiredService<ISecrets>()));
        services.AddSingleton<DirectoryService>();
        services.AddSingleton<CallAdmission>();
        services.AddSingleton<BindingTable>();
        services.AddSingleton<BindingFile>();
        services.AddSingleton<PresenceReader>();
        services.AddSingleton<RingGroupRouter>();
        services.AddSingleton<TrunkBoard>();
        services.AddSingleton<TrunkEvents>();
        services.AddSingleton<TrunkService>();
        services.AddSingleton<TollGuard>();
        services.AddSingleton<ScannerGuard>();
        services.AddSingleton<OutboundRouter>();
        services.AddSingleton<CallRouter>();
        services.AddSingleton<EventSpool>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<RealTimeFeed>();
        services.AddSingleton<RecordingSpool>();
        services.AddSingleton<CdrLog>();
        services.AddSingleton<SupervisionBook>();
        services.AddSingleton<CallRecords>();
        services.AddSingleton<CallJournal>();
        services.AddSingleton<CrashRecovery>();
        services.AddSingleton<NoticeAudio>();
        services.AddSingleton<EdgeMetrics>();
    }

    private static void AddConversations(IServiceCollection services)
    {
        services.AddSingleton<PhraseCache>();
        services.AddSingleton(provider => new OperatorDesk(provider.GetRequiredService<EdgeOptions>().EdgeId, provider.GetRequiredService<IDocumentStore>(),
            provider.GetRequiredService<IBlobStore>(), provider.GetRequiredService<IRealTime>(), provider.GetRequiredService<IEdgeCommandSource>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<ILogger<OperatorDesk>>()));
        services.AddSingleton(provider => new ConversationServices
        {
            SpeechToText = provider.GetRequiredService<ISpeechToText>(), ChatModel = provider.GetRequiredService<IChatModel>(),
            Knowledge = provider.GetRequiredService<IKnowledgeIndex>(), Phrases = provider.GetRequiredService<PhraseCache>(),
            Desk = provider.GetRequiredService<OperatorDesk>(), Clock = provider.GetRequiredService<TimeProvider>(),
            Ids = provider.GetRequiredService<IIdSource>(), Logger = provider.GetRequiredService<ILogger<Conversation>>(),
        });
    }
}
