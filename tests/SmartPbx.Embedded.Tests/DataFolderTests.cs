using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Extensions.Hosting;

namespace SmartPbx.Embedded.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _parent = new();

    private string DataPath => Path.Combine(_parent.Path, "data");

    public void Dispose() => _parent.Dispose();

    [Fact]
    public void A_second_opening_is_refused_with_the_folder_and_the_way_out()
    {
        using var first = DataFolder.Open(DataPath);

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(DataPath));
        Assert.Contains(DataPath, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("stop that process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_process_finds_the_folder_locked_until_it_is_given_back()
    {
        using (DataFolder.Open(DataPath)) Assert.Equal(1, ExitOfForeignLock());

        Assert.Equal(0, ExitOfForeignLock());
        DataFolder.Open(DataPath).Dispose();
    }

    [Fact]
    public void Only_the_owner_may_look_inside()
    {
        using var folder = DataFolder.Open(DataPath);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(DataPath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Folder("spool")));
    }

    [Fact]
    public async Task A_host_does_not_start_on_a_folder_in_use()
    {
        using var first = DataFolder.Open(DataPath);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEmbeddedStores(new EmbeddedOptions { DataFolder = DataPath, PublicBaseUrl = new Uri("http://127.0.0.1") });
        using var host = builder.Build();

        await Assert.ThrowsAsync<DataFolderException>(() => host.StartAsync());
    }

    /// <summary>flock(1) of util-linux: exit code 1 when somebody has the lock.</summary>
    private int ExitOfForeignLock()
    {
        using var process = Process.Start("flock", ["--nonblock", Path.Combine(DataPath, "lock"), "true"]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
