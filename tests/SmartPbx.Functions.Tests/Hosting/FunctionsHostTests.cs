using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Ports;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Hosting;

/// <summary>Plays the Azure Functions host: starts the program with its port, waits until <c>GET /</c> answers, and calls it over HTTP as the host does.</summary>
public sealed class FunctionsHostTests
{
    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [Fact]
    public async Task The_program_serves_the_host_on_the_port_it_was_told()
    {
        var folder = Directory.CreateTempSubdirectory("functions-host");
        var port = FreePort();
        try
        {
            await using var app = FunctionsHost.Build(
                [$"--{TriggerRoutes.PortVariable}={port.ToString(CultureInfo.InvariantCulture)}", $"--Embedded:DataFolder={folder.FullName}", "--Logging:LogLevel:Default=None"]);
            await app.StartAsync();
            using var host = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/")).StatusCode);

            var started = CloudEvent.Create(EventCatalogue.CallStarted, "ev1", "/edge/e1", FunctionApp.Acme, "e1-call1", Samples.Start, Samples.Started, 1);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(started, SmartPbxJson.Options);
            var envelope = $$$"""
                {"Data":{"message":"{{{Convert.ToBase64String(bytes)}}}"},
                 "Metadata":{"DeliveryCount":"1","MessageId":"\"ev1\"","EnqueuedTimeUtc":"\"2026-11-20T09:00:00Z\"","ApplicationProperties":{},"sys":{"MethodName":"RecordCall"} } }
                """;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/RecordCall") { Content = new StringContent(envelope, new MediaTypeHeaderValue("application/json")) };
            request.Headers.Add("X-Azure-Functions-InvocationId", Guid.Empty.ToString());
            var answer = await ApiAnswer.ReadAsync(await host.SendAsync(request));
            Assert.Equal((200, "{}"), (answer.Status, answer["Outputs"].ToJsonString()));

            var stored = await app.Services.GetRequiredService<IDocumentStore>().GetAsync(new Partition(FunctionApp.Acme, "e1-call1"), CallDocuments.Calls, "e1-call1", default);
            Assert.Equal(CallState.Calling, stored!.Value.State);
            Assert.Equal(HttpStatusCode.BadRequest, (await host.PostAsync("/RecordCall", new StringContent("{}", Encoding.UTF8, "application/json"))).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("/api/v1/calls")).StatusCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_missing_data_folder_is_named() =>
        Assert.Contains("Embedded:DataFolder", Assert.Throws<FunctionsConfigurationException>(() => FunctionsHost.Build([])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Functions:SignIn:AccessTokenMinutes", "0")]
    [InlineData("Functions:Webhooks:TimeoutSeconds", "1000")]
    [InlineData("Functions:RetryDelaysMs:0", "-1")]
    [InlineData("Functions:CorsOrigins:0", "everyone")]
    public async Task A_setting_that_makes_no_sense_is_named(string key, string value)
    {
        var error = await Assert.ThrowsAsync<FunctionsConfigurationException>(() => FunctionApp.StartAsync(settings => settings[key] = value));
        Assert.Contains(key.Replace(":0", "", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }
}
