using Microsoft.Extensions.FileProviders;

namespace SmartPbx.Standalone;

/// <summary>The web console as static files; every path that is no file and no route is the console's own.</summary>
internal static class ConsoleFiles
{
    public static void MapConsole(this WebApplication app)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(folder))
        {
            app.MapGet("/", () => Results.Text("The console is not built: run 'make console', then build again.\n"));
            return;
        }
        var files = new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder) };
        app.UseStaticFiles(files);
        app.MapFallbackToFile("{**path:nonfile}", "index.html", files);
    }
}
