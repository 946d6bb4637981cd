using System.Reflection;
using System.Runtime.InteropServices;

namespace SmartPbx.Embedded.Database;

/// <summary>Makes SQLitePCLRaw use the system's maintained libsqlite3 (security updates, FTS5, STRICT) instead of the old one in its package.</summary>
internal static class SqliteLibrary
{
    private const string ImportedName = "e_sqlite3";
    private const string SystemLibrary = "libsqlite3.so.0";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Must run before the first connection of the process; later calls do nothing.</summary>
    public static void EnsureLoaded() => _ = Loaded.Value;

    private static bool Load()
    {
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), Resolve);
        SQLitePCL.Batteries_V2.Init();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == ImportedName && NativeLibrary.TryLoad(SystemLibrary, out var handle) ? handle : 0;
}
