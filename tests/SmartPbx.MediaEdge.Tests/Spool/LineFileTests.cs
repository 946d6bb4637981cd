using SmartPbx.MediaEdge.Spool;

namespace SmartPbx.MediaEdge.Tests.Spool;

public sealed class LineFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lines-{Guid.NewGuid():N}");

    [Theory]
    [InlineData("", "new\n")]
    [InlineData("whole\n", "whole\nnew\n")]
    [InlineData("whole\nhal", "whole\nhal\nnew\n")]
    public void Half_a_line_of_a_killed_process_spoils_no_other(string left, string then)
    {
        File.WriteAllText(_path, left);
        using (var file = new LineFile(_path, FileMode.OpenOrCreate))
        {
            file.Append(["new"u8.ToArray(), "\n"u8.ToArray()]);
            Assert.Equal(then.Length, file.Length);
        }
        Assert.Equal(then, File.ReadAllText(_path));
    }

    public void Dispose() => File.Delete(_path);
}
