namespace SmartPbx.TestKit.Running;

/// <summary>The checkout that this was built from, and the programs built beside it.</summary>
public static class Checkout
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    public static string Root { get; } = FindRoot();

    public static string Program(string projectFolder, string name) => Path.Combine(Root, projectFolder, "bin", Configuration, "net10.0", name + ".dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SmartPbx.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("SmartPbx.sln is in no folder above this program");
    }
}
