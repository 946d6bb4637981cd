using System.Runtime.Versioning;
using SmartPbx.Contracts.Secrets;
using SmartPbx.Domain.Identity;
using SmartPbx.Domain.Ports;
using SmartPbx.Embedded.Secrets;

namespace SmartPbx.Embedded.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class KeyFileSecretsTests : SecretsContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "master.key");

    public void Dispose() => _folder.Dispose();

    protected override ISecrets Open() => KeyFileSecrets.Open(_folder.Path, new UlidSource(TimeProvider.System), mayCreate: true);

    [Fact]
    public void Only_the_owner_can_read_the_key_file()
    {
        Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
    }

    [Fact]
    public void Refuses_a_key_file_that_others_can_read()
    {
        Open();
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.Contains(KeyPath, Assert.Throws<DataFolderException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Makes_no_new_key_when_there_is_data_that_needs_the_old_one()
    {
        using var stores = new EmbeddedStores();
        _ = stores.Documents;
        File.Delete(Path.Combine(stores.FolderPath, "keys", "master.key"));
        stores.Reopen();

        Assert.Contains("restore it from the backup", Assert.Throws<DataFolderException>(() => stores.Documents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_key_file_of_the_wrong_length()
    {
        Open();
        File.WriteAllBytes(KeyPath, new byte[31]);

        Assert.Contains("31 bytes", Assert.Throws<DataFolderException>(Open).Message, StringComparison.Ordinal);
    }
}
