using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartPbx.Functions.Hosting;

/// <summary>
/// The <c>function.json</c> files, made from the declarations and from nothing else: one catch-all HTTP function for the API, one Service Bus function per handler. The
/// committed ones stand in <c>function-app/</c>; a test keeps them equal to these.
/// </summary>
public static class FunctionFiles
{
    /// <summary>Name of the catch-all function.</summary>
    public const string ApiFunction = "Api";

    /// <summary>Application setting that names the topic.</summary>
    private const string TopicSetting = "%EVENT_TOPIC%";

    /// <summary>Prefix of the settings of the connection: <c>ServiceBus__fullyQualifiedNamespace</c>, by managed identity.</summary>
    private const string Connection = "ServiceBus";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Path (with slashes) and text of every file.</summary>
    public static IReadOnlyList<(string Path, string Text)> Generate() =>
        [.. HandlerCatalogue.All.Select(handler => File(handler.FunctionName, Trigger(handler))).Prepend(File(ApiFunction, Api()))];

    /// <summary>Writes them below a folder.</summary>
    public static void WriteTo(string folder)
    {
        foreach (var (path, text) in Generate())
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.WriteAllText(target, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
    }

    private static (string Path, string Text) File(string function, object bindings) =>
        ($"{function}/function.json", JsonSerializer.Serialize(new { bindings }, Indented) + "\n");

    private static object[] Trigger(HandlerDeclaration handler) =>
    [
        new
        {
            type = "serviceBusTrigger", direction = "in", name = TriggerEnvelope.Binding, topicName = TopicSetting, subscriptionName = handler.SubscriptionName,
            connection = Connection, dataType = "binary",
        },
    ];

    private static object[] Api() =>
    [
        new
        {
            type = "httpTrigger", direction = "in", name = "request", authLevel = "anonymous", route = "{*path}",
            methods = (string[])["get", "post", "put", "delete", "options"],
        },
        new { type = "http", direction = "out", name = "$return" },
    ];
}
