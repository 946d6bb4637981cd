using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain.Events;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hosting;

public sealed class FunctionFilesTests
{
    private static readonly string Committed = Path.Combine(AppContext.BaseDirectory, "function-app");

    [Fact]
    public void Committed_function_files_equal_the_generated_ones()
    {
        foreach (var (path, text) in FunctionFiles.Generate())
            Assert.Equal(text, File.ReadAllText(Path.Combine(Committed, path)));
    }

    [Fact]
    public void There_is_no_function_file_without_a_declaration()
    {
        var files = Directory.EnumerateFiles(Committed, "function.json", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Committed, f).Replace('\\', '/'));
        Assert.Equal(FunctionFiles.Generate().Select(f => f.Path).Order(), files.Order());
    }

    [Fact]
    public async Task Every_declared_handler_is_registered_once()
    {
        await using var app = await FunctionApp.StartAsync();
        var registered = app.App.Services.GetServices<IEventHandler>().Select(h => h.Declaration.FunctionName).Order();
        Assert.Equal(HandlerCatalogue.All.Select(d => d.FunctionName).Order(), registered);
    }

    [Fact]
    public void Handlers_subscribe_to_durable_events_of_the_catalogue_only() =>
        Assert.All(HandlerCatalogue.All.SelectMany(d => d.EventTypes), name => Assert.True(EventCatalogue.All[name].Durable));

    [Theory]
    [InlineData("RecordCall", "record-call")]
    [InlineData("FollowUpHitl", "follow-up-hitl")]
    public void Subscription_is_named_after_the_function(string function, string subscription) =>
        Assert.Equal(subscription, new HandlerDeclaration(function, []).SubscriptionName);
}
